import { expect, it } from 'vitest'
import { coverageRows } from './coverage'
import type { Cell, Element } from './useBank'

const point = (id: string, row: string): Element => ({ id, path: id, code: id, name: id, weightRowId: row, isPoint: true, importance: 'X' })
const cell = (elementId: string, weightRowId: string, more: Partial<Cell>): Cell => ({ elementId, weightRowId, pool: 'exam', type: 'single', live: 1, draft: 0, ...more })

it('counts by row, pool and type, and names bare points', () => {
  const rows = [{ id: 'r', seq: 1, group: '', name: '行', percent: 100 }]
  const got = coverageRows(rows, [point('a', 'r'), point('b', 'r'), point('c', 'other')], [
    cell('a', 'r', { live: 2, draft: 1 }), cell('b', 'r', { live: 3 }), cell('b', 'r', { pool: 'practice', type: 'judge', live: 0, draft: 4 }), cell('c', 'other', {}),
  ])
  expect(got).toHaveLength(1)
  expect(got[0]!.counts.exam.single).toBe(5)
  expect(got[0]!.drafts).toBe(5)
  expect(got[0]!.points).toBe(2)
  expect(got[0]!.bare.exam).toEqual([])
  expect(got[0]!.bare.practice.map((e) => e.id)).toEqual(['a', 'b'])
})
