// The one way to the server. Each feature makes its room's typed client:
//
//   import type { paths } from '@/api/gen/standard'
//   const api = client<paths>()
//   const level = await ok(api.GET('/api/levels/{levelId}', { params: { path: { levelId } } }))
//
// `ok` gives the body of a good reply and throws ApiError for everything else.
import createClient, { type Middleware } from 'openapi-fetch'
import { ApiError, networkError, problemOf } from './problem'

export { ApiError, messageOf } from './problem'

let signedOut: () => void = () => undefined

/** Each entry says once where a visitor goes whose session has ended. */
export function whenSignedOut(go: () => void): void {
  signedOut = go
}

/** A refused call to a page's own operations means that the session is over; a refused login does not. */
export function noticeSignedOut(url: string, error: ApiError): void {
  if (error.status === 401 && !new URL(url, location.origin).pathname.startsWith('/api/public/')) signedOut()
}

const problems: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return undefined
    const body: unknown = await response.json().catch(() => null)
    const error = problemOf(response.status, body)
    noticeSignedOut(request.url, error)
    throw error
  },
  onError() {
    return networkError()
  },
}

/** The typed client of one room's contract. */
export function client<Paths extends object>() {
  const c = createClient<Paths>({
    baseUrl: location.origin,
    credentials: 'same-origin',
    fetch: (request) => globalThis.fetch(request),
  })
  c.use(problems)
  return c
}

/** The body of a reply; refusals were thrown on the way. */
export async function ok<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call
  return data as T
}
