// What every failed call becomes: one error type, with a sentence to show.
import { nounOf, sentence, type Params } from '@/shared/sentences'

export interface ProblemField {
  name: string
  sub: string
  params?: Params
}

/** Shape of application/problem+json replies. */
export interface Problem {
  status: number
  sub: string
  params?: Params
  fields?: ProblemField[]
}

/** A refused or failed call. `message` is a Chinese sentence fit for the page. */
export class ApiError extends Error {
  readonly status: number
  readonly sub: string
  readonly params: Params
  readonly fields: ProblemField[]

  constructor(problem: Problem) {
    const params = problem.params ?? {}
    super(sentence(problem.sub, withNoun(params)) ?? sentence(problem.status >= 500 ? 'internal' : 'unknown', params))
    this.name = 'ApiError'
    this.status = problem.status
    this.sub = problem.sub
    this.params = params
    this.fields = problem.fields ?? []
  }

  /** Sentence of each refused field, by its JSON name ("rules.photo.maxKB", "rows.3.name"). */
  get fieldMessages(): Record<string, string> {
    const messages: Record<string, string> = {}
    for (const f of this.fields) messages[f.name] ??= sentence(f.sub, f.params ?? {}) ?? sentence('field.format', {})!
    return messages
  }
}

function withNoun(params: Params): Params {
  return typeof params.noun === 'string' ? { ...params, noun: nounOf(params.noun) } : params
}

/** The request never got an answer: no network, a broken line, a cancelled upload. */
export function networkError(): ApiError {
  return new ApiError({ status: 0, sub: 'network' })
}

/** Reads a refusal; whatever is not a problem reply (a proxy's page, say) is judged by its status. */
export function problemOf(status: number, body: unknown): ApiError {
  const p = body as Partial<Problem> | null
  if (p && typeof p === 'object' && typeof p.sub === 'string') {
    return new ApiError({ status, sub: p.sub, params: p.params, fields: p.fields })
  }
  if (status === 413) return new ApiError({ status, sub: 'body_too_large' })
  if (status === 502 || status === 503 || status === 504) return new ApiError({ status, sub: 'unavailable' })
  return new ApiError({ status, sub: status >= 500 ? 'internal' : 'unknown' })
}

/** Sentence of any thrown thing. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : sentence('unknown', {})!
}
