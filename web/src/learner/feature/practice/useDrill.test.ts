import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createApp, defineComponent, h } from 'vue'
import { useDrill } from './useDrill'

const drill = { id: 'd', levelId: 'l', mode: 'sequential', total: 25, position: 9, answered: 1, right: 0 }
let online = true
let saved: number[] = []
let asked: string[] = []

function reply(url: URL, method: string, body: { answer?: string[]; position?: number } | undefined): unknown {
  if (url.pathname.endsWith('/questions')) {
    const from = Number(url.searchParams.get('from'))
    asked.push(String(from))
    return {
      items: Array.from({ length: Math.min(10, 25 - from + 1) }, (_, i) => ({ number: from + i, type: 'single', stem: `题 ${from + i}`, options: [{ key: 'A', html: '甲' }, { key: 'B', html: '乙' }], pictureIds: [] })),
    }
  }
  if (url.pathname.endsWith('/answer')) return { given: body?.answer, right: body?.answer?.[0] === 'A', key: ['A'], explanation: '' }
  if (method === 'PUT') {
    saved.push(body!.position!)
    return undefined
  }
  return { drill, levelTitle: '车工', rowName: '', marks: [{ number: 8, right: false }] }
}

beforeEach(() => {
  online = true
  saved = []
  asked = []
  vi.stubGlobal('location', { origin: 'http://here', href: 'http://here/' })
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!online) throw new TypeError('offline')
    const text = await request.text()
    const body = reply(new URL(request.url), request.method, text ? JSON.parse(text) : undefined)
    return body === undefined ? new Response(null, { status: 204 }) : Response.json(body)
  })
})
afterEach(() => vi.unstubAllGlobals())

function mount() {
  let it!: ReturnType<typeof useDrill>
  const app = createApp(defineComponent({ setup: () => ((it = useDrill('d')), () => h('i')) }))
  app.use(VueQueryPlugin, { queryClient: new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } }) })
  app.mount(document.createElement('div'))
  return it
}

test('opens where it stopped and fetches ahead', async () => {
  const d = mount()
  await vi.waitFor(() => expect(d.question.value?.number).toBe(9))
  await vi.waitFor(() => expect(asked).toEqual(['1', '11']))
  expect(d.answered.value).toBe(1)
  d.go(10)
  expect(d.current.value).toBe(10)
  await vi.waitFor(() => expect(saved).toEqual([10]))
  expect(asked).toHaveLength(2)
})

test('a failed answer keeps the choice and goes through later', async () => {
  const d = mount()
  await vi.waitFor(() => expect(d.question.value?.number).toBe(9))
  d.choose('B')
  d.choose('A')
  online = false
  expect(await d.answer()).toBeUndefined()
  expect(d.answerFailure.value).not.toBe('')
  expect(d.choice.value).toEqual(['A'])
  online = true
  expect(await d.answer()).toBe(true)
  expect(d.marks.get(9)).toBe(true)
  expect(d.nextOpen.value).toBe(10)
  d.choose('B')
  expect(d.choice.value).toEqual(['A'])
})

test('questions that did not come can be asked for again', async () => {
  const d = mount()
  await vi.waitFor(() => expect(d.question.value?.number).toBe(9))
  online = false
  d.go(25)
  await vi.waitFor(() => expect(d.loadFailure.value).not.toBe(''))
  online = true
  d.reload()
  await vi.waitFor(() => expect(d.question.value?.number).toBe(25))
  expect(d.loadFailure.value).toBe('')
})
