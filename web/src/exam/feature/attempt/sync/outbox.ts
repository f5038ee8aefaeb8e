// What the server has not acknowledged yet, and the sending of it.
//
// - An answer goes into the journal first, then to the server, and leaves the
//   journal only when the server has echoed its number under this lease.
// - One request at a time; the latest answer of each question is what is sent.
// - No network, a busy server and a refusal are different things: the first two
//   are tried for ever, with full jitter and without counting; a refusal of one
//   answer never holds up the others.
// - Answers of a lease that was lost (`strays`) are sent once under that lease,
//   for the college to decide, and never mixed with newer ones.
import { ApiError } from '@/api/problem'
import type { Entry, Journal, Saved, SubmitAnswer, Transport } from './types'
import { retryAfter } from './transport'

export type Link = 'idle' | 'sending' | 'offline' | 'busy' | 'signedOut' | 'refused'
export type Verdict = 'moved' | 'ended'

export interface OutboxOptions {
  attemptId: string
  transport: Transport
  journal: Journal
  random?: () => number
  online?: () => boolean
  mono?: () => number
  changed: () => void
  replied: (reply: Saved, sent: number) => void
  verdict: (verdict: Verdict) => void
}

const batchSize = 50
const baseDelay = 1000
const maxDelay = 15_000
const probeDelay = 10_000
const minDelay = 250

/** Refusals that end this page's right to save; what was sent is kept for the college. */
const verdicts: Record<string, Verdict> = {
  'attempt.lease_moved': 'moved',
  'attempt.closed': 'ended',
  'attempt.deadline_passed': 'ended',
}

export class Outbox {
  link: Link = 'idle'
  epoch = 0
  /** Latest unacknowledged answer of each question, under the present lease. */
  readonly pending = new Map<number, Entry>()
  /** Answers that the server refuses as they are; sent again after a reload. */
  readonly refused = new Map<number, Entry>()
  /** How many answers went to the server's late store. */
  late = 0
  /** What the server holds of each question. */
  readonly known = new Map<number, SubmitAnswer>()

  private seq = 0
  private strays: Entry[] = []
  private sending = false
  private stopped = false
  private failures = 0
  private single = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private waiters: (() => void)[] = []

  constructor(private readonly o: OutboxOptions) {}

  get unsaved(): number {
    return this.pending.size + this.refused.size
  }

  /** A new lease. Of this device's last lease (`old`) the server lacks `lacking`; `left` are of lost leases. */
  async begin(epoch: number, old: Entry[], lacking: Entry[], left: Entry[]): Promise<void> {
    this.epoch = epoch
    this.seq = 0
    this.pending.clear()
    this.refused.clear()
    const added = lacking.map((e) => ({ ...e, epoch, seq: ++this.seq }))
    for (const e of added) this.pending.set(e.q, e)
    this.strays = left
    await this.o.journal.adopt(epoch, old, added)
    this.kick()
  }

  /** Answers of leases that are lost, or of a sitting that is over. */
  surrender(entries: Entry[]): void {
    this.strays.push(...entries)
    this.kick()
  }

  /** Nothing may be added any more; what is unsaved goes the way of strays. */
  lose(): void {
    this.strays.push(...this.pending.values(), ...this.refused.values())
    this.pending.clear()
    this.refused.clear()
    this.o.changed()
    this.kick()
  }

  async add(q: number, value: string, at: number): Promise<void> {
    const entry: Entry = { epoch: this.epoch, seq: ++this.seq, q, value, at }
    this.pending.set(q, entry)
    this.refused.delete(q)
    this.o.changed()
    await Promise.race([this.o.journal.put(entry), sleep(400)])
    this.kick()
  }

  /** Puts an answer that was believed to be saved into the queue again. */
  async again(q: number, value: string, at: number): Promise<void> {
    this.known.delete(q)
    await this.add(q, value, at)
  }

  /** Tries once more what the server would not take. */
  retryRefused(): void {
    for (const e of this.refused.values()) this.pending.set(e.q, e)
    this.refused.clear()
  }

  /** Sends now: a timer that waits is cut short, unless a request is under way. */
  wake(): void {
    this.failures = 0
    this.clearTimer()
    this.kick()
  }

  /** Resolves when nothing waits to be sent or the time is over; tells which. */
  async flush(limit: number): Promise<boolean> {
    this.wake()
    const end = sleep(limit).then(() => 'late')
    while (this.pending.size + this.strays.length > 0 && !this.stopped) {
      const turn = new Promise<void>((resolve) => this.waiters.push(resolve))
      if ((await Promise.race([turn, end])) === 'late') break
    }
    return this.pending.size + this.strays.length === 0
  }

  stop(): void {
    this.stopped = true
    this.clearTimer()
    this.notify()
  }

  private get online(): boolean {
    return this.o.online?.() !== false
  }

  private kick(probe = false): void {
    if (this.sending || this.stopped || this.timer) return
    void this.pump(probe)
  }

  /** Sends until nothing is left or something is in the way. */
  private async pump(probe: boolean): Promise<void> {
    this.sending = true
    try {
      for (let batch = this.next(); batch.length > 0 && !this.stopped; batch = this.next()) {
        // A browser that says offline may be wrong: one try now and then.
        if (!this.online && !probe) return this.wait('offline', probeDelay)
        if (!(await this.send(batch))) return
      }
    } finally {
      this.sending = false
      this.notify()
    }
    if (!this.timer) this.setLink('idle')
  }

  /** The next request: strays of one lease first, then what is pending. */
  private next(): Entry[] {
    const size = this.single > 0 ? 1 : batchSize
    const stray = this.strays[0]
    if (stray) return this.strays.filter((e) => e.epoch === stray.epoch).slice(0, size)
    return [...this.pending.values()].sort((a, b) => a.seq - b.seq).slice(0, size)
  }

  /** One request; false = stop for now. */
  private async send(batch: Entry[]): Promise<boolean> {
    const epoch = batch[0]!.epoch
    const mono = this.o.mono ?? (() => performance.now())
    const sent = mono()
    if (this.link === 'idle') this.setLink('sending')
    try {
      const reply = await this.o.transport.save(
        epoch,
        batch.map((e) => ({ seq: e.seq, q: e.q, value: e.value, at: e.at, ...(e.value === '' ? { clear: true } : {}) })),
      )
      if (!echoes(reply, this.o.attemptId, epoch, batch)) throw new ApiError({ status: 0, sub: 'network' })
      this.failures = 0
      this.single = Math.max(0, this.single - 1)
      this.o.replied(reply, sent)
      await this.acknowledge(batch)
      this.setLink('sending')
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return this.failed(error, batch)
    }
  }

  private async acknowledge(batch: Entry[]): Promise<void> {
    for (const e of batch) {
      if (e.epoch === this.epoch) this.known.set(e.q, { q: e.q, epoch: e.epoch, seq: e.seq })
      if (this.pending.get(e.q)?.seq === e.seq && e.epoch === this.epoch) this.pending.delete(e.q)
    }
    this.strays = this.strays.filter((e) => !batch.includes(e))
    this.o.changed()
    this.notify()
    await this.o.journal.remove(batch)
  }

  private async failed(error: ApiError, batch: Entry[]): Promise<boolean> {
    const verdict = verdicts[error.sub]
    if (verdict) return this.judged(verdict, error, batch)
    if (error.sub === 'attempt.seq_taken') return this.renumber(error, batch)
    switch (true) {
      case error.status === 0:
        this.wait('offline', this.online ? this.jitter() : probeDelay)
        return false
      case error.status === 401:
        this.wait('signedOut', probeDelay)
        return false
      case error.status >= 500 || error.status === 429 || error.status === 408:
        this.wait('busy', retryAfter(error) * 1000 + this.jitter())
        return false
      case batch.length > 1:
        this.single = batch.length // find the one that the server does not take
        return true
      default:
        return this.setAside(batch[0]!)
    }
  }

  /** The server has put what was sent into its late store: not lost, not the script. */
  private async judged(verdict: Verdict, error: ApiError, batch: Entry[]): Promise<boolean> {
    const own = batch.some((e) => this.pending.get(e.q) === e)
    this.strays = this.strays.filter((e) => !batch.includes(e))
    if (Number(error.params.kept) > 0) {
      this.late += batch.length
      this.o.changed()
      await this.o.journal.remove(batch)
    }
    for (const e of batch) if (this.pending.get(e.q) === e) this.pending.delete(e.q)
    if (own) {
      this.lose()
      this.o.verdict(verdict)
    }
    this.notify()
    return true
  }

  /** These numbers stand for something else on the server: new ones, then again. */
  private async renumber(error: ApiError, batch: Entry[]): Promise<boolean> {
    const taken = Array.isArray(error.params.seqs) ? (error.params.seqs as number[]) : batch.map((e) => e.seq)
    this.seq = Math.max(this.seq, ...taken) + 1000
    for (const e of batch) {
      if (this.pending.get(e.q) !== e) continue
      const next = { ...e, seq: ++this.seq }
      this.pending.set(e.q, next)
      await this.o.journal.put(next)
    }
    this.strays = this.strays.filter((e) => !batch.includes(e))
    return true
  }

  private setAside(entry: Entry): boolean {
    if (this.pending.get(entry.q) === entry) {
      this.pending.delete(entry.q)
      this.refused.set(entry.q, entry)
    }
    this.strays = this.strays.filter((e) => e !== entry)
    this.single = Math.max(0, this.single - 1)
    this.o.changed()
    return true
  }

  private jitter(): number {
    const ceiling = Math.min(maxDelay, baseDelay * 2 ** Math.min(this.failures++, 10))
    return Math.max(minDelay, (this.o.random ?? Math.random)() * ceiling)
  }

  private wait(link: Link, delay: number): void {
    this.clearTimer()
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.kick(true)
    }, delay)
    this.setLink(link)
  }

  private clearTimer(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private setLink(link: Link): void {
    if (this.refused.size > 0 && link === 'idle') link = 'refused'
    if (this.link === link) return
    this.link = link
    this.o.changed()
  }

  private notify(): void {
    for (const waiter of this.waiters.splice(0)) waiter()
  }
}

/** A captive portal's 200 is no acknowledgement: the reply must name sitting, lease and every number. */
function echoes(reply: Saved, attemptId: string, epoch: number, batch: Entry[]): boolean {
  if (reply?.attemptId !== attemptId || reply.epoch !== epoch || !Array.isArray(reply.acked)) return false
  return batch.every((e) => reply.acked.includes(e.seq))
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
