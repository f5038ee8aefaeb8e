import { expect, it } from 'vitest'
import { caseStates, clockOf, myStates, places, reasonWord, reasons } from './errataWords'

it('has words without codes for everything', () => {
  const all = [...reasons.map((r) => r.label), ...Object.values(places), ...Object.values(myStates), ...Object.values(caseStates).map((s) => s.word)]
  for (const words of all) expect(words).toMatch(/^[\u4e00-\u9fff]+$/)
  expect(new Set(reasons.map((r) => r.value)).size).toBe(6)
  expect(reasonWord('picture')).toBe('图片有问题')
})

const due = '2026-11-27T01:00:00Z'
const at = (text: string) => Date.parse(text)

it.each([
  ['2026-11-24T01:00:00Z', '剩余 3 天', 'info'],
  ['2026-11-26T00:59:59Z', '剩余 1 天', 'info'],
  ['2026-11-26T01:00:01Z', '剩余 23 小时', 'warning'],
  ['2026-11-27T00:30:00Z', '剩余不到 1 小时', 'warning'],
  ['2026-11-27T01:00:00Z', '超期不到 1 小时', 'danger'],
  ['2026-11-27T06:59:00Z', '超期 5 小时', 'danger'],
  ['2026-11-30T01:00:00Z', '超期 3 天', 'danger'],
])('at %s the clock says %s', (now, word, tone) => expect(clockOf(due, at(now))).toEqual({ word, tone }))
