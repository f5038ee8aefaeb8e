// What the answer sync talks about.
import type { components } from '@/api/gen/attempt'
import type { components as invigilation } from '@/api/gen/invigilation'

export type AttemptState = components['schemas']['Attempt']
export type Pulse = components['schemas']['Pulse']
export type Lease = components['schemas']['Lease']
export type Saved = components['schemas']['Saved']
export type Receipt = components['schemas']['Receipt']
export type Paper = components['schemas']['Paper']
export type Question = components['schemas']['Question']
export type SaveEvent = components['schemas']['Event']
export type SubmitAnswer = components['schemas']['SubmitAnswer']
export type Announcement = invigilation['schemas']['MyAnnouncement']

/** One change of one answer under the lease (epoch) in which it was made. */
export interface Entry {
  epoch: number
  seq: number
  q: number
  /** Letters, ascending; '' is an answer emptied on purpose. */
  value: string
  /** The device's clock, for evidence alone. */
  at: number
}

/** The server, as the sync sees it. Every call fails with ApiError; status 0 means that no answer of the server came. */
export interface Transport {
  state(): Promise<AttemptState>
  pulse(): Promise<Pulse>
  lease(epoch: number, holder: string): Promise<Lease>
  save(epoch: number, events: SaveEvent[]): Promise<Saved>
  submit(epoch: number, answers: SubmitAnswer[]): Promise<Receipt>
  receipt(): Promise<Receipt>
}

/** What this device remembers of one sitting. */
export interface Kept {
  /** The last lease that a page of this device held; 0 = none. */
  epoch: number
  /** A lease that was asked for and perhaps got. */
  intent?: { epoch: number; holder: string }
  /** Answers that the server has not acknowledged. */
  pending: Entry[]
  position: number
  marks: number[]
}

/** Storage on this device. Nothing here ever rejects: what cannot be kept makes `durable` false. */
export interface Journal {
  readonly durable: boolean
  load(): Promise<Kept>
  put(entry: Entry): Promise<void>
  remove(entries: Entry[]): Promise<void>
  /** A new lease: remembers it, takes `drop` out and puts `add` in, all or nothing. */
  adopt(epoch: number, drop: Entry[], add: Entry[]): Promise<void>
  intend(intent: { epoch: number; holder: string }): Promise<void>
  note(position: number, marks: number[]): Promise<void>
  wipe(): Promise<void>
}
