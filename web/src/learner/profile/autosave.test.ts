import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { ApiError } from '@/api/problem'
import { useAutosave } from './autosave'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const start = (save: () => Promise<void>) => effectScope().run(() => useAutosave(save))!

test('many changes become one request after a pause', async () => {
  const save = vi.fn(async () => undefined)
  const a = start(save)
  a.touch()
  await vi.advanceTimersByTimeAsync(500)
  a.touch()
  expect(a.state.value).toBe('waiting')
  await vi.advanceTimersByTimeAsync(800)
  expect(save).toHaveBeenCalledTimes(1)
  expect(a.state.value).toBe('saved')
})

test('a change while saving is saved after it, never beside it', async () => {
  let release = () => undefined as void
  let open = 0
  const save = vi.fn(async () => {
    open++
    expect(open).toBe(1)
    await new Promise<void>((done) => (release = () => done()))
    open--
  })
  const a = start(save)
  a.touch()
  const first = a.flush()
  a.touch()
  const second = a.flush()
  release()
  await vi.advanceTimersByTimeAsync(0)
  release()
  expect(await first).toBe(true)
  expect(await second).toBe(true)
  expect(save).toHaveBeenCalledTimes(2)
})

test('a failure keeps the change and tells why', async () => {
  let down = true
  const a = start(async () => {
    if (down) throw new ApiError({ status: 0, sub: 'network' })
  })
  a.touch()
  expect(await a.flush()).toBe(false)
  expect(a.state.value).toBe('failed')
  expect(a.failure.value).toContain('网络')
  down = false
  expect(await a.flush()).toBe(true)
  expect(a.failure.value).toBe('')
})
