// A server and a device for the tests: the rules of the real ones, and every
// kind of trouble on the way between them.
import { ApiError, networkError } from '@/api/problem'
import type { AnnouncementTransport } from './announcer'
import type { Announcement, Entry, Journal, Kept, Receipt, SaveEvent, SubmitAnswer, Transport } from './types'

interface Stored {
  epoch: number
  seq: number
  q: number
  value: string
}

export type Trouble = 'none' | 'offline' | 'lostReply' | 'captive' | 'busy' | 'signedOut'

export const attemptId = '0192f0c0-0000-7000-8000-000000000001'
const questions = 20

export class FakeServer {
  epoch = 0
  holder = ''
  state: 'open' | 'submitted' | 'closed' = 'open'
  events: Stored[] = []
  late: Stored[] = []
  saves = 0
  trouble: Trouble = 'none'
  /** What the invigilators have told the candidate. */
  announced: Announcement[] = []
  acknowledged: string[] = []
  /** How often the announcements were asked for. */
  asked = 0
  /** A question that this server will not take (a page of another version). */
  poison = 0
  deadline = Date.parse('2026-11-25T03:30:00Z')
  now = Date.parse('2026-11-25T02:00:00Z')
  private readonly born = performance.now()

  private get serverNow(): number {
    return this.now + (performance.now() - this.born)
  }

  private times() {
    return { serverTime: new Date(this.serverNow).toISOString(), deadlineAt: new Date(this.deadline).toISOString() }
  }

  winners(): Map<number, Stored> {
    const best = new Map<number, Stored>()
    for (const e of this.events) {
      const held = best.get(e.q)
      if (!held || e.epoch > held.epoch || (e.epoch === held.epoch && e.seq > held.seq)) best.set(e.q, e)
    }
    return best
  }

  script(): Record<number, string> {
    return Object.fromEntries([...this.winners()].filter(([, e]) => e.value).map(([q, e]) => [q, e.value]))
  }

  private answers() {
    return [...this.winners().values()].map(({ q, value, epoch, seq }) => ({ q, value, epoch, seq }))
  }

  refuse(status: number, sub: string, params = {}): ApiError {
    return new ApiError({ status, sub, params })
  }

  /** Another page takes the lease. */
  takenByOther(): void {
    this.epoch++
    this.holder = 'other'
  }

  private judge(epoch: number, events: Stored[]): ApiError | undefined {
    const sub =
      this.state !== 'open' ? 'attempt.closed' : this.serverNow > this.deadline + 15_000 ? 'attempt.deadline_passed' : epoch !== this.epoch ? 'attempt.lease_moved' : ''
    if (!sub) return undefined
    for (const e of events) if (!this.late.some((l) => l.epoch === e.epoch && l.seq === e.seq && l.q === e.q && l.value === e.value)) this.late.push(e)
    return this.refuse(409, sub, { epoch: this.epoch, kept: events.length })
  }

  save(epoch: number, sent: SaveEvent[]) {
    this.saves++
    const events = sent.map((e) => ({ epoch, seq: e.seq, q: e.q, value: e.value }))
    const refusal = this.judge(epoch, events)
    if (refusal) throw refusal
    if (sent.some((e) => e.q === this.poison)) throw this.refuse(422, 'invalid_fields')
    const taken: number[] = []
    for (const e of events) {
      const held = this.events.find((h) => h.epoch === epoch && h.seq === e.seq)
      if (!held) this.events.push(e)
      else if (held.q !== e.q || held.value !== e.value) taken.push(e.seq)
    }
    if (taken.length) throw this.refuse(409, 'attempt.seq_taken', { seqs: taken })
    return { attemptId, epoch, acked: events.map((e) => e.seq), ...this.times() }
  }

  submit(epoch: number, list: SubmitAnswer[]): Receipt {
    if (this.state === 'open') {
      if (epoch !== this.epoch) throw this.refuse(409, 'attempt.lease_moved', { epoch: this.epoch })
      const missing = list.filter((a) => !this.events.some((e) => e.epoch === a.epoch && e.seq === a.seq && e.q === a.q)).map((a) => a.q)
      if (missing.length) throw this.refuse(409, 'attempt.answers_missing', { questions: missing, count: missing.length })
      this.state = 'submitted'
    }
    if (this.state === 'closed') throw this.refuse(409, 'attempt.closed')
    return this.receipt()
  }

  receipt(): Receipt {
    if (this.state === 'open') throw this.refuse(409, 'attempt.still_open')
    const answered = Object.keys(this.script()).length
    return { attemptId, purpose: 'exam', title: '', state: this.state, answered, questions, digest: 'd', at: new Date(this.serverNow).toISOString(), signature: 's' }
  }

  announce(id: string, text: string): void {
    this.announced.push({ id, text, sentAt: new Date(this.serverNow).toISOString() })
  }

  private acknowledge(id: string): void {
    this.acknowledged.push(id)
    const found = this.announced.find((a) => a.id === id)
    if (!found) throw this.refuse(404, 'not_found')
    found.acknowledgedAt = new Date(this.serverNow).toISOString()
  }

  /** The way to this server as one page has it. */
  transport(): Transport & AnnouncementTransport {
    const way = async <T>(work: () => T): Promise<T> => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      if (this.trouble === 'offline') throw networkError()
      if (this.trouble === 'busy') throw this.refuse(503, 'attempt.busy')
      if (this.trouble === 'signedOut') throw this.refuse(401, 'sign_in')
      if (this.trouble === 'captive') return { html: '<title>Login</title>' } as T
      const reply = work()
      if (this.trouble === 'lostReply') throw networkError()
      return structuredClone(reply)
    }
    return {
      state: () =>
        way(() => ({
          id: attemptId, purpose: 'exam' as const, title: '考试', state: this.state, epoch: this.epoch, startedAt: '', earliestHandInAt: '2026-11-25T02:00:00Z',
          allowanceSeconds: 15, questions, answers: this.state === 'open' ? this.answers() : [], ...this.times(),
        })),
      pulse: () => way(() => ({ state: this.state, epoch: this.epoch, announcements: this.announced.length, ...this.times() })),
      lease: (epoch, holder) =>
        way(() => {
          if (this.state !== 'open') throw this.refuse(409, 'attempt.closed')
          if (!(this.holder === holder && this.epoch === epoch + 1)) {
            if (this.epoch !== epoch) throw this.refuse(409, 'attempt.lease_moved', { epoch: this.epoch })
            this.epoch++
            this.holder = holder
          }
          return { epoch: this.epoch, answers: this.answers(), ...this.times() }
        }),
      save: (epoch, events) => way(() => this.save(epoch, events)),
      submit: (epoch, list) => way(() => this.submit(epoch, list)),
      receipt: () => way(() => this.receipt()),
      announcements: () => way(() => (this.asked++, this.announced)),
      acknowledge: (id) => way(() => this.acknowledge(id)),
    }
  }
}

/** A device's storage, which outlives its pages. */
export class FakeDevice implements Journal {
  durable = true
  kept: Kept = { epoch: 0, pending: [], position: 1, marks: [] }

  private get broken(): boolean {
    return !this.durable
  }

  load = async (): Promise<Kept> => (this.broken ? { epoch: 0, pending: [], position: 1, marks: [] } : structuredClone(this.kept))
  put = async (e: Entry): Promise<void> => {
    if (this.broken) return
    this.kept.pending = [...this.kept.pending.filter((p) => p.epoch !== e.epoch || p.q !== e.q), structuredClone(e)]
  }
  remove = async (entries: Entry[]): Promise<void> => {
    this.kept.pending = this.kept.pending.filter((p) => !entries.some((e) => e.epoch === p.epoch && e.q === p.q && e.seq === p.seq))
  }
  adopt = async (epoch: number, drop: Entry[], add: Entry[]): Promise<void> => {
    if (this.broken) return
    this.kept.epoch = epoch
    delete this.kept.intent
    this.kept.pending = [...this.kept.pending.filter((p) => !drop.some((e) => e.epoch === p.epoch && e.q === p.q)), ...structuredClone(add)]
  }
  intend = async (intent: { epoch: number; holder: string }): Promise<void> => {
    if (!this.broken) this.kept.intent = intent
  }
  note = async (position: number, marks: number[]): Promise<void> => {
    this.kept = { ...this.kept, position, marks }
  }
  wipe = async (): Promise<void> => {
    this.kept = { epoch: 0, pending: [], position: 1, marks: [] }
  }
}
