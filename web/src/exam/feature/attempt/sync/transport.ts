// Calls of the exam page. They differ from other pages' calls in one point: an
// answer that did not come from our server (a hotel's login page that says 200,
// a proxy's error page) counts as no answer at all.
import { ApiError, networkError, problemOf } from '@/api/problem'
import type { AnnouncementTransport } from './announcer'
import type { Announcement, AttemptState, Lease, Paper, Pulse, Receipt, SaveEvent, Saved, SubmitAnswer, Transport } from './types'

/** Seconds that the server asks to wait, when it does. */
export function retryAfter(error: unknown): number {
  return error instanceof WaitError ? error.seconds : 0
}

class WaitError extends ApiError {
  seconds = 0
}

export interface ExamTransport extends Transport, AnnouncementTransport {
  paper(): Promise<Paper>
  pictureURL(id: string): string
}

const saveLimit = 12_000
const callLimit = 30_000

export function newTransport(attemptId: string, fetcher: typeof fetch = (...args) => fetch(...args)): ExamTransport {
  const base = `/api/my/attempts/${attemptId}`

  async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown, limit = callLimit): Promise<T> {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), limit)
    try {
      const reply = await fetcher(base + path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal: abort.signal,
        ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), keepalive: limit === saveLimit }),
      })
      return await read<T>(reply)
    } catch (error) {
      throw error instanceof ApiError ? error : networkError()
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    state: () => call<AttemptState>('GET', ''),
    pulse: () => call<Pulse>('GET', '/pulse', undefined, saveLimit),
    paper: () => call<Paper>('GET', '/paper'),
    lease: (epoch, holder) => call<Lease>('POST', '/lease', { epoch, holder }),
    save: (epoch, events: SaveEvent[]) => call<Saved>('POST', '/answers', { epoch, events }, saveLimit),
    submit: (epoch, answers: SubmitAnswer[]) => call<Receipt>('POST', '/submit', { epoch, answers }),
    receipt: () => call<Receipt>('GET', '/receipt'),
    announcements: async () => (await call<{ items: Announcement[] }>('GET', '/announcements')).items,
    acknowledge: (id) => call<void>('POST', `/announcements/${id}/acknowledge`),
    pictureURL: (id) => `${base}/pictures/${id}`,
  }
}

async function read<T>(reply: Response): Promise<T> {
  const kind = reply.headers.get('Content-Type') ?? ''
  if (reply.status === 204) return undefined as T
  if (reply.ok) {
    if (!kind.startsWith('application/json')) throw networkError()
    return (await reply.json()) as T
  }
  if (!kind.startsWith('application/problem+json') && reply.status < 500) throw networkError()
  const problem = problemOf(reply.status, await reply.json().catch(() => null))
  const seconds = Number(reply.headers.get('Retry-After'))
  if (!(seconds > 0)) throw problem
  const wait = new WaitError({ status: problem.status, sub: problem.sub, params: problem.params, fields: problem.fields })
  wait.seconds = Math.min(seconds, 60)
  throw wait
}
