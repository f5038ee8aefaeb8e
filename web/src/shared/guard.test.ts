import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { RouteLocationNormalized } from 'vue-router'
import { decide, safeNext, type GuardOptions } from './guard'
import { useSession, type Session } from './useSession'
import { inWeChat } from './wechat'

const staff: GuardOptions = { portal: 'staff', login: '/staff/login', forbidden: '/staff/forbidden', changePassword: '/staff/password', appName: '' }
const to = (path: string, meta = {}) => ({ path, fullPath: `${path}?a=1`, meta }) as unknown as RouteLocationNormalized
const person = (more: Partial<Session> = {}): Session => ({ signedIn: true, name: '王', phone: '', roles: [], permissions: ['bank.read'], wechat: false, ...more })

beforeEach(() => setActivePinia(createPinia()))

describe('session guard', () => {
  it('lets everybody onto public pages without asking', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new Error('no call expected'))))
    expect(await decide(to('/staff/login', { public: true }), staff)).toBe(true)
    vi.unstubAllGlobals()
  })

  it('asks once who it is, and sends strangers to the login with the way back', async () => {
    const fetch = vi.fn(async () => new Response(JSON.stringify(person({ signedIn: false })), { headers: { 'Content-Type': 'application/json' } }))
    vi.stubGlobal('fetch', fetch)
    const decision = await decide(to('/staff/bank'), staff)
    expect(decision).toEqual({ path: '/staff/login', query: { next: '/staff/bank?a=1' }, replace: true })
    await decide(to('/staff/bank'), staff)
    expect(fetch).toHaveBeenCalledTimes(1)
    vi.unstubAllGlobals()
  })

  it('asks for a new password first', async () => {
    useSession().set(person({ mustChangePassword: true }))
    expect(await decide(to('/staff'), staff)).toMatchObject({ path: '/staff/password' })
    expect(await decide(to('/staff/password'), staff)).toBe(true)
  })

  it('refuses pages without the permission', async () => {
    useSession().set(person())
    expect(await decide(to('/staff/bank', { permission: 'bank.read' }), staff)).toBe(true)
    expect(await decide(to('/staff/body', { permission: 'body.write' }), staff)).toMatchObject({ path: '/staff/forbidden' })
  })
})

it.each([
  ['/study?x=1', '/study?x=1'],
  ['//evil.example', '/me'],
  ['/\\evil.example', '/me'],
  ['https://evil.example', '/me'],
  [undefined, '/me'],
])('after a login, %s leads to %s', (next, path) => expect(safeNext(next, '/me')).toBe(path))

it('knows WeChat from WeCom', () => {
  expect(inWeChat('Mozilla/5.0 MicroMessenger/8.0')).toBe(true)
  expect(inWeChat('Mozilla/5.0 MicroMessenger/7.0 wxwork/4.1')).toBe(false)
  expect(inWeChat('Mozilla/5.0 Chrome')).toBe(false)
})
