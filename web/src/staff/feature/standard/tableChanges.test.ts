import { expect, it } from 'vitest'
import { faultSentence, groupChanges, kindWord, placeOf, sortFaults } from './tableChanges'
import type { TableChange, TableFault } from './useTables'

const change = (kind: TableChange['kind'], subject: TableChange['subject'], name: string): TableChange => ({
  kind, subject, name, path: '', was: '', now: '', questions: 0,
})
const fault = (sub: string, more: Partial<TableFault> = {}): TableFault => ({ sub, sheet: '', row: 0, column: '', params: {}, warning: false, ...more })

it('groups changes by what changes, removals first, and counts them', () => {
  const groups = groupChanges([
    change('added', 'point', '甲'), change('removed', 'point', '乙'), change('added', 'point', '丙'),
    change('moved', 'theory', ''), change('reweighed', 'theory', '丁'), change('moved', 'range', '戊'),
  ])
  expect(groups.map((g) => [g.title, g.summary])).toEqual([
    ['理论权重表', '改顺序 1 项，改权重 1 项'], ['鉴定范围', '改代码 1 项'], ['鉴定点', '删除 1 项，新增 2 项'],
  ])
  expect(groups[2]!.changes.map((c) => c.name)).toEqual(['乙', '甲', '丙'])
  expect(groupChanges([])).toEqual([])
})

it('says where a fault is and what to do', () => {
  expect(placeOf(fault('x', { sheet: '理论', row: 3, column: 'B' }))).toBe('“理论” 第 3 行 B 列')
  expect(placeOf(fault('x', { row: 3 }))).toBe('第 3 行')
  expect(placeOf(fault('x'))).toBe('整个文件')
  expect(placeOf(fault('standard.table_gone'))).toBe('现有的表')
  expect(faultSentence(fault('standard.table_number', { params: { text: '=1+1' } }))).toContain('“=1+1”不是数字')
  expect(faultSentence(fault('standard.nobody_knows'))).toMatch(/。$/)
})

it('puts errors before remarks', () => {
  const sorted = sortFaults([fault('a', { warning: true }), fault('b'), fault('c', { warning: true }), fault('d')])
  expect(sorted.map((f) => f.sub)).toEqual(['b', 'd', 'a', 'c'])
})

it('names every kind of change', () => {
  for (const kind of ['added', 'removed', 'renamed', 'moved', 'regrouped', 'reweighed', 'regraded', 'page'] as const) {
    expect(kindWord({ kind, subject: 'point' })).toMatch(/[\u4e00-\u9fff]/)
  }
})
