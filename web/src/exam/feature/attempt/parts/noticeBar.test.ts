import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, effectScope, nextTick, reactive, ref, type App } from 'vue'
import type { SittingView } from '../useSitting'
import { useSettling } from '../useSettling'
import NoticeBar from './NoticeBar.vue'

const one = { id: 'a', text: '第 12 题以毫米计', sentAt: '2026-11-25T02:00:00Z' }
const two = { id: 'b', text: '请勿交谈', sentAt: '2026-11-25T02:05:00Z' }
const view = reactive({ told: [] as (typeof one)[], unread: undefined as typeof one | undefined, unreadCount: 0, read: vi.fn() })
let app: App
let root: HTMLElement

beforeEach(() => {
  Object.assign(view, { told: [], unread: undefined, unreadCount: 0 })
  root = document.body.appendChild(document.createElement('div'))
  app = createApp(NoticeBar, { view: view as unknown as SittingView })
  app.mount(root)
})
afterEach(() => {
  app.unmount()
  root.remove()
})

describe('the bar of announcements', () => {
  it('is not there when nothing was said', () => {
    expect(root.textContent).toBe('')
  })

  it('is spoken, and one tap says which was read', async () => {
    Object.assign(view, { told: [one, two], unread: one, unreadCount: 2 })
    await nextTick()
    expect(root.querySelector('[role=alert]')?.textContent).toContain('第 12 题以毫米计')
    expect(root.querySelector('[role=alert]')?.textContent).toContain('10:00')
    const buttons = root.querySelectorAll('button')
    expect([...buttons].map((b) => [b.type, b.textContent])).toEqual([['button', '知道了，下一条']])
    buttons[0]!.click()
    expect(view.read).toHaveBeenCalledExactlyOnceWith('a')
  })

  it('keeps what was read, newest first, behind its count', async () => {
    Object.assign(view, { told: [one, two] })
    await nextTick()
    expect(root.querySelector('summary')?.textContent).toBe('监考通知 2 条')
    expect([...root.querySelectorAll('li')].map((l) => l.textContent)).toEqual(['10:05请勿交谈', '10:00第 12 题以毫米计'])
    expect(root.querySelector('button')).toBeNull()
  })
})

describe('a page that moves', () => {
  it('takes no tap for a moment after the bar has come or gone', async () => {
    vi.useFakeTimers()
    const scope = effectScope()
    const id = ref<string>()
    const settling = scope.run(() => useSettling(() => id.value))!
    expect(settling.value).toBe(false)
    id.value = 'a'
    await nextTick()
    expect(settling.value).toBe(true)
    vi.advanceTimersByTime(700)
    expect(settling.value).toBe(false)
    id.value = undefined
    await nextTick()
    expect(settling.value, 'a double tap does not fall through').toBe(true)
    scope.stop()
    vi.useRealTimers()
  })
})
