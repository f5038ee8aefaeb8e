import { expect, it } from 'vitest'
import type { Content } from './useBank'
import { useDraft } from './useDraft'

const stored: Content = {
  type: 'multiple', stem: '题', options: [{ key: 'A', html: '甲' }, { key: 'B', html: '乙' }, { key: 'C', html: '丙' }], key: ['A', 'C'],
  explanation: '解', difficulty: 2, elementId: 'e', pictureIds: ['p'], source: '书',
}

it('makes again what was stored', () => {
  const { content, load } = useDraft()
  load(stored)
  expect(content.value).toEqual(stored)
})

it('keeps one right option when a question becomes a single choice', () => {
  const { content, draft, load, setRight, setType } = useDraft()
  load(stored)
  setType('single')
  expect(content.value.key).toEqual(['A'])
  setRight(draft.options[1]!, true)
  expect(content.value.key).toEqual(['B'])
})

it('sends no options of a judge question, and letters without gaps', () => {
  const { content, draft, setType, addOption, removeOption } = useDraft()
  setType('judge')
  draft.judge = 'F'
  expect(content.value).toMatchObject({ options: [], key: ['F'] })
  setType('multiple')
  for (let i = 0; i < 9; i++) addOption()
  expect(draft.options).toHaveLength(8)
  removeOption(0)
  expect(content.value.options.map((o) => o.key).join('')).toBe('ABCDEFG')
})

it('keeps type, point and source for the next question', () => {
  const { content, load, next } = useDraft()
  load(stored)
  next()
  expect(content.value).toMatchObject({ type: 'multiple', elementId: 'e', source: '书', stem: '', key: [], pictureIds: [] })
})
