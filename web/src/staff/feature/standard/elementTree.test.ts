import { expect, it } from 'vitest'
import { elementTree, nextCode, ratiosOf, ratioText, weightRemark } from './elementTree'
import type { Element, WeightRow } from './useStandard'

const row = (id: string): WeightRow => ({ id, seq: 1, group: '', name: id, percent: 50 })
const element = (id: string, path: string, more: Partial<Element> = {}): Element => ({
  id, path, code: path.split('-').at(-1)!, name: id, weightRowId: 'r1', isPoint: false, importance: '', ...more,
})

it('hangs elements below their rows, by printed code, and counts points', () => {
  const tree = elementTree([row('r1'), row('r2')], [
    element('p2', 'A-002', { parentId: 'a', isPoint: true, importance: 'Y' }),
    element('a', 'A'),
    element('p1', 'A-001', { parentId: 'a', isPoint: true, importance: 'X' }),
    element('b', 'B', { weightRowId: 'r2' }),
  ])
  expect(tree.map((n) => [n.id, n.points, n.children.map((c) => c.id)])).toEqual([['r1', 2, ['a']], ['r2', 0, ['b']]])
  expect(tree[0]!.children[0]!.children.map((c) => c.id)).toEqual(['p1', 'p2'])
})

it('hangs a range of another row below that row', () => {
  const tree = elementTree([row('r1'), row('r2')], [
    element('a', 'A'), element('aa', 'A-A', { parentId: 'a' }), element('ab', 'A-B', { parentId: 'a', weightRowId: 'r2' }),
    element('p', 'A-B-001', { parentId: 'ab', weightRowId: 'r2', isPoint: true, importance: 'X' }),
  ])
  expect(tree.map((n) => [n.id, n.points, n.children.map((c) => c.id)])).toEqual([['r1', 0, ['a']], ['r2', 1, ['ab']]])
  expect(tree[0]!.children[0]!.children.map((c) => c.id)).toEqual(['aa'])
})

it('proposes the next code', () => {
  const points = [element('x', 'A-009', { isPoint: true }), element('y', 'A-002', { isPoint: true })]
  expect(nextCode(points, true)).toBe('010')
  expect(nextCode([], true)).toBe('001')
  expect(nextCode(points, false)).toBe('A')
  expect(nextCode([element('b', 'B')], false)).toBe('C')
  expect(nextCode([element('z', 'Z')], false)).toBe('')
})

it('counts importance below each range and checks weights against the row', () => {
  const elements = [
    element('a', 'A', { weightHundredths: 3000 }), element('b', 'B', { weightHundredths: 2000 }),
    element('p', 'A-001', { parentId: 'a', isPoint: true, importance: 'X' }), element('q', 'A-002', { parentId: 'a', isPoint: true, importance: 'Z' }),
    element('r', 'B-001', { parentId: 'b', isPoint: true, importance: 'X' }),
  ]
  const [root] = elementTree([row('r1')], elements)
  expect(ratioText(root!.ratio)).toBe('02:00:01')
  expect(ratioText(ratiosOf(elements).get('A'))).toBe('01:00:01')
  expect(weightRemark(root!)).toBe('')
  elements[1]!.weightHundredths = 1950
  expect(weightRemark(elementTree([row('r1')], elements)[0]!)).toBe('下级比重合计 49.5%')
  elements[1]!.weightHundredths = 0
  expect(weightRemark(elementTree([row('r1')], elements)[0]!)).toBe('')
})
