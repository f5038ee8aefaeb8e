import { expect, it } from 'vitest'
import { ref } from 'vue'
import { useWeightTable } from './useWeightTable'

const stored = () => ref([
  { id: 'a', seq: 1, group: '基本要求', name: '职业道德', percent: 5 },
  { id: 'b', seq: 2, group: '基本要求', name: '基础知识', percent: 95 },
])

it('is ready only when the rows are named and make 100', () => {
  const t = useWeightTable(stored())
  expect([t.sum.value, t.ready.value, t.changed.value]).toEqual([100, true, false])
  t.add()
  expect([t.ready.value, t.changed.value]).toEqual([false, true])
  Object.assign(t.draft.value[2]!, { name: '编程', percent: 10 })
  expect([t.sum.value, t.ready.value]).toEqual([110, false])
  t.draft.value[1]!.percent = 85
  expect(t.ready.value).toBe(true)
  expect(t.input()).toEqual([
    { id: 'a', group: '基本要求', name: '职业道德', percent: 5 },
    { id: 'b', group: '基本要求', name: '基础知识', percent: 85 },
    { group: '基本要求', name: '编程', percent: 10 },
  ])
})

it('moves and forgets', () => {
  const t = useWeightTable(stored())
  t.move(1, -1)
  expect(t.draft.value.map((r) => r.id)).toEqual(['b', 'a'])
  t.reset()
  expect(t.changed.value).toBe(false)
})
