import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import ErrorReport from './ErrorReport.vue'

let sent: { reason: string; note?: string }[] = []
let known = false
let refuse = false

beforeEach(() => {
  sent = []
  known = false
  refuse = false
  vi.stubGlobal('fetch', async (request: Request) => {
    const body = JSON.parse(await request.text())
    sent.push(body)
    if (refuse) return Response.json({ code: 'too_many', sub: 'errata.daily_limit', params: { limit: 20 } }, { status: 429 })
    const report = { id: 'r', versionId: body.versionId, stem: '题', place: body.place, reason: body.reason, note: body.note ?? '', createdAt: '2026-11-25T01:00:00Z', state: 'open', reply: '' }
    return Response.json({ known: known || sent.length > 1, report })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

function card() {
  const wrapper = mount(ErrorReport, { props: { versionId: 'v1', place: 'drill' }, attachTo: document.body, global: { plugins: [[VueQueryPlugin, { queryClient: new QueryClient() }]] } })
  const tap = async (label: string) => {
    const button = [...document.body.querySelectorAll('button')].find((b) => b.textContent?.trim() === label)
    expect(button, label).toBeDefined()
    button!.click()
    await flushPromises()
  }
  return { wrapper, tap, text: () => document.body.textContent ?? '' }
}

test('two taps send a report, a few words may follow', async () => {
  const { wrapper, tap, text } = card()
  await tap('题目有误？')
  expect(wrapper.emitted('opened')).toHaveLength(1)
  expect(sent).toEqual([])
  await tap('答案不对')
  expect(sent).toEqual([{ versionId: 'v1', place: 'drill', reason: 'key' }])
  expect(text()).toContain('已收到，老师核对后会告诉您。')
  const field = document.body.querySelector('textarea')!
  field.value = ' 教材写的是 B '
  field.dispatchEvent(new Event('input'))
  await flushPromises()
  await tap('发送补充说明')
  expect(sent[1]).toMatchObject({ reason: 'key', note: '教材写的是 B' })
  expect(text()).toContain('补充说明：教材写的是 B')
  expect(text(), 'the own note is no second report').not.toContain('已收到过')
  await tap('好了')
  expect(text()).toContain('已反馈这道题')
})

test('what was reported before is said so', async () => {
  known = true
  const { tap, text } = card()
  await tap('题目有误？')
  await tap('题干有误')
  expect(text()).toContain('已收到过您的反馈')
})

test('a refusal keeps the reasons and says why', async () => {
  refuse = true
  const { tap, text } = card()
  await tap('题目有误？')
  await tap('其他问题')
  expect(text()).toContain('今天已经反馈了 20 道题')
  expect(text()).toContain('答案不对')
  refuse = false
  await tap('其他问题')
  expect(text()).toContain('老师核对后会告诉您')
})
