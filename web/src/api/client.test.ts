import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fieldErrors } from '@/shared/useSubmit'
import { ApiError, client, ok, whenSignedOut } from './client'
import type { paths } from './gen/identity'
import { problemOf } from './problem'

const api = client<paths>()
const go = vi.fn()

function answer(status: number, body: unknown, type = 'application/problem+json') {
  vi.stubGlobal('fetch', vi.fn(async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'Content-Type': type } })))
}

async function refusal(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(() => undefined, (e: unknown) => e)
  expect(error).toBeInstanceOf(ApiError)
  return error as ApiError
}

beforeEach(() => whenSignedOut(go))
afterEach(() => {
  vi.unstubAllGlobals()
  go.mockReset()
})

const list = () => ok(api.GET('/api/staff-accounts', { params: { query: {} } }))

describe('client', () => {
  it('gives the body of a good reply', async () => {
    answer(200, { items: [], total: 0 }, 'application/json')
    expect(await list()).toEqual({ items: [], total: 0 })
  })

  it('turns a problem reply into a sentence', async () => {
    answer(429, { status: 429, code: 'too_many', sub: 'identity.code_too_soon', params: { seconds: 42 } })
    const error = await refusal(ok(api.POST('/api/public/login/code', { body: { phone: '1' } })))
    expect(error).toMatchObject({ status: 429, sub: 'identity.code_too_soon', message: '刚刚发送过验证码，请 42 秒后再试。' })
  })

  it('gives each field its sentence', async () => {
    answer(422, { sub: 'invalid_fields', fields: [{ name: 'rows.3.name', sub: 'field.too_long', params: { max: 60 } }, { name: 'x', sub: 'never.heard' }] })
    const error = await refusal(list())
    expect(fieldErrors(error)).toEqual({ 'rows.3.name': '不能超过 60 个字。', x: '格式不正确，请检查后重新填写。' })
    expect(error.message).toContain('标红')
  })

  it('names the missing thing in Chinese', async () => {
    answer(404, { sub: 'not_found', params: { noun: 'level' } })
    expect((await refusal(list())).message).toBe('没有找到这个等级，可能已被删除，或者您无权查看。')
  })

  it('never shows an unknown code', async () => {
    answer(409, { sub: 'something.new' })
    expect((await refusal(list())).message).toBe('操作没有成功，请稍后再试。')
  })

  it('speaks for itself when there is no answer, or a proxy answers', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => Promise.reject(new TypeError('Failed to fetch'))))
    expect(await refusal(list())).toMatchObject({ status: 0, sub: 'network', message: '网络不通，请检查网络后重试。' })
    answer(502, '<html>Bad gateway</html>', 'text/html')
    expect((await refusal(list())).message).toBe('系统繁忙，请稍后再试。')
    answer(500, 'x', 'text/plain')
    expect((await refusal(list())).sub).toBe('internal')
    expect(problemOf(413, null).sub).toBe('body_too_large')
  })

  it('sends away whose session is over, but not who typed a wrong password', async () => {
    answer(401, { sub: 'sign_in' })
    await refusal(list())
    expect(go).toHaveBeenCalledTimes(1)
    answer(401, { sub: 'identity.wrong_password' })
    await refusal(ok(api.POST('/api/public/login/password', { body: { username: 'a', password: 'b' } })))
    expect(go).toHaveBeenCalledTimes(1)
  })
})
