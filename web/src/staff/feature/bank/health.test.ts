import { expect, it } from 'vitest'
import { coming, guideChecks, heat, missing, usable } from './health'
import type { Health, PointHealth } from './useBank'

const point = (tallies: PointHealth['tallies']): PointHealth => ({ elementId: 'e', weightRowId: 'r', code: 'A-001', name: '点', importance: 'X', tallies })
const tally = (pool: 'practice' | 'exam', live: number, trial: number, comingUp: number) => ({ pool, type: 'single' as const, live, trial, coming: comingUp, suspended: 0 })

it('counts a question on trial for drills and not for the exam', () => {
  const p = point([tally('practice', 1, 2, 3), tally('exam', 1, 2, 3)])
  expect([usable(p, 'practice'), usable(p, 'exam'), usable(p, 'mock'), usable(p, 'exam', 'judge')]).toEqual([3, 1, 0, 0])
  expect([coming(p, 'practice'), coming(p, 'exam')]).toEqual([3, 5])
  expect([0, 1, 2, 3, 9].map(heat)).toEqual([0, 1, 2, 3, 3])
})

it('holds the table against the authoring guide', () => {
  const guide = { points: 200, perPercent: 2, x: 80, y: 15, z: 5, premiumPoints: 300, premiumPerPercent: 3 }
  const row = { weightRowId: 'r', group: '', name: '行', percent: 100, wantPoints: 200, pools: [] }
  const good: Health = { guide, points: { x: 170, y: 25, z: 5 }, rows: [{ ...row, points: { x: 170, y: 25, z: 5 } }], elements: [], unplaced: 0 }
  expect(guideChecks(good).map((c) => c.good)).toEqual([true, true, true, true, true])
  const poor: Health = { ...good, points: { x: 10, y: 5, z: 5 }, rows: [{ ...row, points: { x: 10, y: 5, z: 5 } }], elements: [point([])] }
  expect(guideChecks(poor).map((c) => c.good)).toEqual([false, false, false, false, false])
  expect(missing(poor, 'exam')).toHaveLength(1)
})
