import { expect, it } from 'vitest'
import { groupsOf, type Report } from './useErrata'

const report = (id: string, reason: Report['reason'], note = ''): Report => ({ id, reason, note, versionId: 'v', place: 'drill', createdAt: '2026-11-25T01:00:00Z' })

it('groups reports by reason, the most frequent first, and keeps the counts', () => {
  const groups = groupsOf(
    [{ reason: 'key', reports: 3 }, { reason: 'stem', reports: 1 }],
    [report('1', 'key', '应为乙'), report('2', 'key'), report('3', 'stem')],
  )
  expect(groups.map((g) => [g.reason, g.count, g.reports.map((r) => r.id)])).toEqual([
    ['key', 3, ['1', '2']],
    ['stem', 1, ['3']],
  ])
})
