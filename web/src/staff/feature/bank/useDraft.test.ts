import { describe, expect, it } from 'vitest'
import type { Body, Content } from './useBank'
import { bodyOf, newBody, setRight, setType, useDraft } from './useDraft'

const content = (body: Body): Content => ({ body, difficulty: 3, pictureIds: [], source: '' })
const options = [{ key: 'A', html: '甲' }, { key: 'B', html: '乙' }, { key: 'C', html: '丙' }]

const bodies: Body[] = [
  { type: 'single', stem: '题', options, key: ['B'], explanation: '' },
  { type: 'multiple', stem: '题', options: [{ key: 'A', html: '甲', explanation: '因为' }, ...options.slice(1)], key: ['A', 'C'], explanation: '' },
  { type: 'judge', stem: '题', key: ['F'], explanation: '因为' },
  { type: 'fill', stem: '____和____', blanks: [{ answers: ['甲', '乙'] }, { answers: [], number: { value: '5', tolerance: '0.1', unit: 'mm' } }], explanation: '' },
  { type: 'essay', stem: '题', reference: '答', rubric: [{ text: '条', share: 2 }], explanation: '' },
  { type: 'matching', stem: '题', options, pairs: [{ html: '左', key: 'C' }], explanation: '' },
  { type: 'hotspot', stem: '题', picture: 1, areas: [{ key: 'A', shape: 'rect', coords: [0, 0, 10, 10] }], key: ['A'], explanation: '' },
  { type: 'case', stem: '题', parts: [{ type: 'judge', stem: '小题', key: ['T'], share: 2, explanation: '' }], explanation: '' },
]

describe('a draft', () => {
  it.each(bodies)('gives back the $type question that it was loaded with', (body) => {
    const form = useDraft()
    form.load(content(body))
    expect(form.content.value.body).toEqual(body)
  })

  it('keeps the right order of an ordering question apart from the shown one', () => {
    const form = useDraft()
    form.load(content({ type: 'ordering', stem: '题', options, key: ['C', 'A', 'B'], explanation: '' }))
    expect(form.draft.options.map((o) => o.html)).toEqual(['丙', '甲', '乙'])
    const body = form.content.value.body
    expect(body.key!.map((k) => body.options!.find((o) => o.key === k)!.html)).toEqual(['丙', '甲', '乙'])
  })

  it('lets one option be right in a single-choice question', () => {
    const d = newBody('multiple')
    setRight(d, d.options[0]!, true)
    setRight(d, d.options[2]!, true)
    setType(d, 'single')
    expect(bodyOf(d).key).toEqual(['A'])
    setRight(d, d.options[3]!, true)
    expect(bodyOf(d).key).toEqual(['D'])
  })

  it('keeps what was typed when the type changes and comes back', () => {
    const d = newBody('single')
    d.options[0]!.html = '甲'
    setType(d, 'judge')
    setType(d, 'single')
    expect(d.options[0]!.html).toBe('甲')
  })

  it('begins the next question at the same place', () => {
    const form = useDraft()
    Object.assign(form.draft, { stem: '题', elementId: 'e', difficulty: 5, type: 'judge' })
    form.next()
    expect(form.content.value).toEqual({ body: { type: 'judge', stem: '', key: [], explanation: '' }, difficulty: 5, elementId: 'e', pictureIds: [], source: '' })
  })
})
