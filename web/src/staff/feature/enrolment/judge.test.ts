import { expect, test } from 'vitest'
import { nextTick, ref } from 'vue'
import { deskKey, presetsFor, useMarks } from './judge'
import type { Application } from './useReviews'

const application = (version: number) =>
  ({ summary: { id: 'a' }, version, items: [{ key: 'identity', state: 'passed' }, { key: 'photo', state: 'returned' }, { key: 'material.x', state: 'pending' }] }) as unknown as Application

test('marks begin with what was passed, and a new version begins anew', async () => {
  const a = ref<Application | undefined>(application(1))
  const m = useMarks(a)
  expect(m.marks.identity!.state).toBe('passed')
  expect(m.marks.photo!.state).toBe('pending')
  m.marks.photo = { state: 'returned', reason: ' ' }
  expect(m.missingReason.value).toBe(true)
  m.marks.photo.reason = '照片模糊 '
  expect(m.missingReason.value).toBe(false)
  expect(m.judgements()).toContainEqual({ key: 'photo', state: 'returned', reason: '照片模糊' })
  a.value = application(2)
  await nextTick()
  expect(m.returned.value).toHaveLength(0)
})

test('keys that are typed into a field decide nothing', () => {
  const key = (target: Element, init: KeyboardEventInit) => {
    let got = ''
    target.addEventListener('keydown', (e) => (got = deskKey(e as KeyboardEvent)), { once: true })
    target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
    return got
  }
  const input = document.body.appendChild(document.createElement('input'))
  expect(key(input, { key: 'a' })).toBe('')
  const radio = document.body.appendChild(Object.assign(document.createElement('input'), { type: 'radio' }))
  expect(key(radio, { key: 'a' })).toBe('a')
  expect(key(radio, { key: 'ArrowLeft' })).toBe('')
  expect(key(document.body, { key: 'A' })).toBe('a')
  expect(key(document.body, { key: 'a', ctrlKey: true })).toBe('')
  expect(key(document.body, { key: 'ArrowRight' })).toBe('ArrowRight')
})

test('every item has reasons at hand', () => {
  for (const k of ['identity', 'background', 'contact', 'clause', 'photo', 'material.id_front']) expect(presetsFor(k).length).toBeGreaterThan(0)
})
