// One sitting as the page lives through it: open, take the lease, answer, time,
// hand in, end. No Vue in here; `changed` says when to look again.
import { ApiError } from '@/api/problem'
import { Outbox, type Link } from './outbox'
import { ServerClock } from './serverClock'
import type { AttemptState, Journal, Kept, Lease, Pulse, Receipt, Transport } from './types'

/**
 * loading → open, or elsewhere (another device has the lease: the candidate decides),
 * or ended. open → over (typing has ended, what is unsaved still goes out) → ended.
 * open → moved (another page has taken the lease). failed: could not load.
 */
export type Phase = 'loading' | 'failed' | 'elsewhere' | 'open' | 'moved' | 'over' | 'ended'
export type AnswerState = 'blank' | 'saving' | 'waiting' | 'saved' | 'refused'

export interface SittingOptions {
  attemptId: string
  transport: Transport
  journal: Journal
  clock?: ServerClock
  random?: () => number
  online?: () => boolean
  wall?: () => number
  changed: () => void
  /** A pulse of the sitting that this page holds. */
  pulsed?: (pulse: Pulse) => void
}

const pulseEvery = 10_000
const pulseAtEnd = 2_500
const receiptEvery = 1_500

export class Sitting {
  phase: Phase = 'loading'
  attempt: AttemptState | undefined
  receipt: Receipt | undefined
  /** What failed on loading. */
  failure: ApiError | undefined
  position = 1
  readonly marks = new Set<number>()
  readonly values = new Map<number, string>()
  readonly clock: ServerClock
  readonly outbox: Outbox

  private stopped = false
  private pulseTimer: ReturnType<typeof setTimeout> | undefined
  private endTimer: ReturnType<typeof setTimeout> | undefined
  private submitting: Promise<Receipt> | undefined

  constructor(private readonly o: SittingOptions) {
    this.clock = o.clock ?? new ServerClock()
    this.outbox = new Outbox({
      ...o,
      mono: () => this.clock.monotonic,
      replied: (reply, sent) => this.learn(reply.serverTime, sent, reply.deadlineAt),
      verdict: (verdict) => (verdict === 'moved' ? this.move() : void this.end()),
    })
  }

  get link(): Link {
    return this.outbox.link
  }

  /** Milliseconds until typing ends; undefined = never. */
  get remaining(): number | undefined {
    const deadline = this.attempt?.deadlineAt
    return deadline ? Date.parse(deadline) - this.clock.now() : undefined
  }

  /** Milliseconds until handing in is allowed. */
  get wait(): number {
    return this.attempt ? Math.max(0, Date.parse(this.attempt.earliestHandInAt) - this.clock.now()) : 0
  }

  stateOf(q: number): AnswerState {
    if (this.outbox.refused.has(q)) return 'refused'
    if (this.outbox.pending.has(q)) return this.link === 'sending' || this.link === 'idle' ? 'saving' : 'waiting'
    return this.values.get(q) ? 'saved' : 'blank'
  }

  /** Opens the page, or opens it again. `confirmed`: the candidate wants to go on here. */
  async load(confirmed = false): Promise<void> {
    this.failure = undefined
    this.set('loading')
    try {
      await this.enter(confirmed, 2)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.failure = error
      this.set('failed')
    }
  }

  private async enter(confirmed: boolean, tries: number): Promise<void> {
    const kept = await this.o.journal.load()
    this.position = kept.position
    for (const q of kept.marks) this.marks.add(q)
    const attempt = await this.timed(() => this.o.transport.state())
    this.attempt = attempt
    if (attempt.state !== 'open') {
      this.outbox.surrender(kept.pending)
      await this.end()
      return
    }
    const own = await this.wasOurs(attempt, kept)
    if (attempt.epoch > 0 && !own && !confirmed) {
      this.outbox.surrender(kept.pending)
      this.set('elsewhere')
      return
    }
    const holder = randomId()
    await this.o.journal.intend({ epoch: attempt.epoch, holder })
    try {
      const lease = await this.timed(() => this.o.transport.lease(attempt.epoch, holder))
      this.attempt = { ...attempt, deadlineAt: lease.deadlineAt }
      await this.take(lease, kept, own ? kept.epoch : -1)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 409) throw error
      if (error.sub === 'attempt.lease_moved' && tries > 0) return this.enter(false, tries - 1)
      await this.end()
    }
  }

  /** Whether nobody but this device has had the lease since this page last did. */
  private async wasOurs(attempt: AttemptState, kept: Kept): Promise<boolean> {
    if (kept.epoch === attempt.epoch) return true
    const intent = kept.intent
    if (!intent || attempt.epoch !== intent.epoch + 1) return false
    try {
      // Asked with the same holder, the server repeats the lease it gave us.
      const lease = await this.timed(() => this.o.transport.lease(intent.epoch, intent.holder))
      return lease.epoch === attempt.epoch
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) return false
      throw error
    }
  }

  /** `lineage`: the lease under which this device's answers may go on; -1 = none. */
  private async take(lease: Lease, kept: Kept, lineage: number): Promise<void> {
    this.values.clear()
    this.outbox.known.clear()
    for (const a of lease.answers) {
      this.values.set(a.q, a.value)
      this.outbox.known.set(a.q, { q: a.q, epoch: a.epoch, seq: a.seq })
    }
    const mine = kept.pending.filter((e) => e.epoch === lineage)
    const left = kept.pending.filter((e) => e.epoch !== lineage)
    // What the server has all the same: only its acknowledgement was lost.
    const lacking = mine.filter((e) => this.values.get(e.q) !== e.value)
    for (const e of lacking) this.values.set(e.q, e.value)
    await this.outbox.begin(lease.epoch, mine, lacking, left)
    this.set('open')
    this.pulse()
    this.watchEnd()
  }

  /** Answers a question; false when typing has ended or the lease is lost. */
  answer(q: number, value: string): boolean {
    if (this.phase !== 'open') return false
    if ((this.remaining ?? 1) <= 0) {
      this.watchEnd()
      return false
    }
    if ((this.values.get(q) ?? '') === value && !this.outbox.refused.has(q)) return true
    this.values.set(q, value)
    void this.outbox.add(q, value, this.wallTime())
    return true
  }

  goTo(q: number): void {
    this.position = q
    this.remember()
  }

  mark(q: number): void {
    if (!this.marks.delete(q)) this.marks.add(q)
    this.remember()
  }

  private remember(): void {
    void this.o.journal.note(this.position, [...this.marks])
    this.o.changed()
  }

  /** Sends everything, then hands in. Fails with ApiError; a repeated call joins the running one. */
  submit(): Promise<Receipt> {
    this.submitting ??= this.handIn(3).finally(() => (this.submitting = undefined))
    return this.submitting
  }

  private async handIn(tries: number): Promise<Receipt> {
    this.outbox.retryRefused()
    if (!(await this.outbox.flush(20_000))) throw new ApiError({ status: 0, sub: 'network' })
    try {
      const receipt = await this.o.transport.submit(this.outbox.epoch, [...this.outbox.known.values()])
      this.receipt = receipt
      await this.o.journal.wipe()
      this.finish()
      return receipt
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.sub === 'attempt.answers_missing' && tries > 1) {
        for (const q of (error.params.questions as number[] | undefined) ?? []) {
          await this.outbox.again(q, this.values.get(q) ?? '', this.wallTime())
        }
        return this.handIn(tries - 1)
      }
      if (error.sub === 'attempt.lease_moved') this.move()
      if (error.sub === 'attempt.closed' || error.sub === 'attempt.deadline_passed') void this.end()
      throw error
    }
  }

  /** The page is seen again, or the network is back: everything may have changed. */
  wake(slept = false): void {
    if (slept) this.clock.doubt()
    this.outbox.wake()
    if (this.phase === 'open' || this.phase === 'over') this.pulse()
    if (this.phase === 'failed') void this.load()
  }

  stop(): void {
    this.stopped = true
    this.outbox.stop()
    clearTimeout(this.pulseTimer)
    clearTimeout(this.endTimer)
  }

  /** Asks what may have changed without our doing, now and then again. */
  private pulse(): void {
    clearTimeout(this.pulseTimer)
    if (this.stopped || (this.phase !== 'open' && this.phase !== 'over')) return
    const again = () => {
      const every = this.phase === 'over' ? pulseAtEnd : pulseEvery
      clearTimeout(this.pulseTimer)
      if (!this.stopped) this.pulseTimer = setTimeout(() => this.pulse(), every * (0.8 + 0.4 * this.chance()))
    }
    this.timed(() => this.o.transport.pulse()).then((p) => this.pulsed(p)).catch(() => undefined).finally(again)
  }

  private pulsed(pulse: Pulse): void {
    if (this.phase !== 'open' && this.phase !== 'over') return
    if (pulse.state !== 'open') return void this.end()
    if (pulse.epoch !== this.outbox.epoch) return this.move()
    this.deadline(pulse.deadlineAt)
    this.o.pulsed?.(pulse)
  }

  private learn(serverTime: string, sent: number, deadlineAt?: string): void {
    this.clock.sample(serverTime, sent)
    this.deadline(deadlineAt)
  }

  private deadline(at?: string): void {
    if (!this.attempt || this.attempt.deadlineAt === at) return
    this.attempt = { ...this.attempt, deadlineAt: at }
    if (this.phase === 'over' && (this.remaining ?? 1) > 0) this.set('open') // more time was granted
    this.watchEnd()
    this.o.changed()
  }

  /** Ends typing at the deadline, by the server's clock. */
  private watchEnd(): void {
    clearTimeout(this.endTimer)
    const left = this.remaining
    if (this.stopped || left === undefined || this.phase !== 'open') return
    if (left > 0) {
      this.endTimer = setTimeout(() => this.watchEnd(), Math.min(left + 5, 60_000))
      return
    }
    this.set('over')
    this.outbox.wake()
    this.pulse()
  }

  private move(): void {
    if (this.phase === 'moved' || this.phase === 'ended') return
    this.set('moved')
    this.outbox.lose()
  }

  /** The server has ended the sitting: what is unsaved goes to its late store, the receipt is fetched. */
  private async end(): Promise<void> {
    if (this.phase === 'ended') return
    this.finish()
    this.outbox.lose()
    for (let n = 0; !this.stopped && !this.receipt && this.attempt?.state !== 'void'; n++) {
      try {
        this.receipt = await this.o.transport.receipt()
        this.o.changed()
      } catch {
        await new Promise((resolve) => setTimeout(resolve, Math.min(receiptEvery * 1.5 ** n, 15_000) * (0.5 + this.chance())))
      }
    }
    if (await this.outbox.flush(60_000)) await this.o.journal.wipe()
  }

  private finish(): void {
    clearTimeout(this.pulseTimer)
    clearTimeout(this.endTimer)
    this.set('ended')
  }

  private async timed<T extends { serverTime: string }>(call: () => Promise<T>): Promise<T> {
    const sent = this.clock.monotonic
    const reply = await call()
    this.clock.sample(reply.serverTime, sent)
    return reply
  }

  private chance(): number {
    return (this.o.random ?? Math.random)()
  }

  private wallTime(): number {
    return Math.max(0, Math.round((this.o.wall ?? Date.now)()))
  }

  private set(phase: Phase): void {
    this.phase = phase
    this.o.changed()
  }
}

/** A random UUID; crypto.randomUUID is missing on plain-http addresses. */
export function randomId(): string {
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = (b[6]! & 0x0f) | 0x40
  b[8] = (b[8]! & 0x3f) | 0x80
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
