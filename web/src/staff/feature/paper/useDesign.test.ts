import { expect, it } from 'vitest'
import { offers, sectionWords, shortPaper } from './presets'
import { fullMark, useDesign } from './useDesign'
import type { Preset } from './usePaper'

const preset = (levelCode: Preset['levelCode'], id: string): Preset => ({
  id, levelCode, name: id, minutes: 120, source: '样卷', demands: {}, sections: [{ type: 'judge', title: '判断题', count: 40, scoreHundredths: 50 }, { type: 'single', title: '单项选择题', count: 80, scoreHundredths: 100 }],
})

it('takes over a design with its minutes', () => {
  const { design, total, use } = useDesign()
  use(shortPaper)
  expect([total.value, design.minutes]).toEqual([fullMark, 90])
  use(preset('3', 'a'))
  expect([total.value, design.minutes, design.sections[0]!.points]).toEqual([fullMark, 120, '0.5'])
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
  const list = [preset('4', 'a'), preset('4', 'b'), preset('3', 'c')]
  expect(offers(list, '3').map((o) => [o.title, o.designs.map((d) => d.name)])).toEqual([
    ['本级别常用', ['c']], ['各级通用', [shortPaper.name]], ['四级常用', ['a', 'b']],
  ])
  expect(offers([], undefined).map((o) => o.title)).toEqual(['各级通用'])
  expect(sectionWords(shortPaper.sections)).toBe('单选题 16 × 5，判断题 4 × 5')
})
