import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/problem'
import { newTransport, retryAfter } from './transport'

const answer = (status: number, kind: string, body: string, more: Record<string, string> = {}) =>
  vi.fn(async () => new Response(body, { status, headers: { 'Content-Type': kind, ...more } })) as unknown as typeof fetch

async function failure(fetcher: typeof fetch): Promise<ApiError> {
  return newTransport('a', fetcher).save(1, []).then(
    () => expect.fail('no failure'),
    (e: ApiError) => e,
  )
}

describe('transport', () => {
  it('reads what our server says', async () => {
    const fetcher = answer(200, 'application/json', '{"attemptId":"a","epoch":1,"acked":[1],"serverTime":""}')
    expect((await newTransport('a', fetcher).save(1, [])).acked).toEqual([1])
    expect(fetcher).toHaveBeenCalledWith('/api/my/attempts/a/answers', expect.objectContaining({ cache: 'no-store', redirect: 'error', keepalive: true }))
  })

  it('F27: pages of hotels and proxies are no answers', async () => {
    for (const fetcher of [
      answer(200, 'text/html', '<title>Login</title>'), answer(403, 'text/html', '<h1>Blocked</h1>'), answer(511, 'text/html', 'log in'), answer(200, 'application/json', '<html'),
      vi.fn(async () => Promise.reject(new TypeError('failed'))) as unknown as typeof fetch,
    ]) {
      const e = await failure(fetcher)
      expect([0, 511]).toContain(e.status)
    }
  })

  it('refusals of our server keep their reason and its wish to wait', async () => {
    const e = await failure(answer(409, 'application/problem+json', '{"sub":"attempt.lease_moved","params":{"epoch":3,"kept":1}}'))
    expect(e).toMatchObject({ status: 409, sub: 'attempt.lease_moved', params: { epoch: 3, kept: 1 } })
    expect(retryAfter(e)).toBe(0)
    const busy = await failure(answer(503, 'application/problem+json', '{"sub":"attempt.busy"}', { 'Retry-After': '5' }))
    expect(busy.sub).toBe('attempt.busy')
    expect(retryAfter(busy)).toBe(5)
    expect((await failure(answer(502, 'text/html', 'bad gateway'))).sub).toBe('unavailable')
  })

  it('gives up on a call that hangs', async () => {
    vi.useFakeTimers()
    const hang = vi.fn((_: unknown, o: RequestInit) => new Promise((_, reject) => o.signal!.addEventListener('abort', () => reject(new Error('aborted'))))) as unknown as typeof fetch
    const e = failure(hang)
    await vi.advanceTimersByTimeAsync(13_000)
    expect((await e).status).toBe(0)
    vi.useRealTimers()
  })
})
