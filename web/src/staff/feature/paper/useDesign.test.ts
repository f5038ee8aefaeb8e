import { expect, it } from 'vitest'
import { presets, presetsFor } from './presets'
import { fullMark, useDesign } from './useDesign'

it('has presets of 100 points each', () => {
  const { total, use } = useDesign()
  for (const p of presets) {
    use(p)
    expect(total.value, p.name).toBe(fullMark)
  }
})

it('sums half points exactly and tells what is not filled in', () => {
  const { design, total, count, filled, input } = useDesign()
  design.sections[0]!.points = '0.5'
  expect(total.value).toBe(6000)
  expect(count.value).toBe(100)
  expect(input().sections[0]).toMatchObject({ type: 'single', count: 80, scoreHundredths: 50 })
  expect(filled.value).toBe(true)
  design.sections[0]!.points = '1.234'
  expect(filled.value).toBe(false)
  design.sections[0]!.points = '1'
  design.sections[0]!.count = undefined
  expect(filled.value).toBe(false)
})

it('makes again what was stored, in order', () => {
  const { design, load, input, move, changed } = useDesign()
  const stored = {
    id: 'b', levelId: 'l', name: '卷', purpose: 'mock' as const, minutes: 60, multipleMode: 'partial' as const, totalHundredths: 10000, state: 'ready' as const,
    demands: { restDays: 30, keys: { singlePercent: 35, judgePercent: 60 } },
    sections: [{ type: 'judge' as const, title: '判断', count: 4, scoreHundredths: 250 }, { type: 'single' as const, title: '单选', count: 18, scoreHundredths: 500 }], forms: 0, updatedAt: '',
  }
  load(stored)
  expect(input().sections).toEqual(stored.sections)
  expect(input().demands).toEqual(stored.demands)
  expect(changed.value).toBe(false)
  move(0, 1)
  expect(input().sections.map((s) => s.type)).toEqual(['single', 'judge'])
  expect(changed.value).toBe(true)
  move(1, -1)
  expect(changed.value).toBe(false)
  design.demands.rest.on = false
  expect(changed.value).toBe(true)
})

it('offers first what the level is used to', () => {
  for (const level of [5, 4, 3, 2, 1]) {
    const list = presetsFor(level)
    expect(list).toHaveLength(presets.length)
    expect(list[0]?.fits, `level ${level}`).toBe(true)
  }
  expect(presetsFor(3)[0]?.preset.sections.reduce((n, s) => n + s[1], 0)).toBe(190)
  expect(presetsFor(undefined).some((p) => p.fits)).toBe(false)
})
