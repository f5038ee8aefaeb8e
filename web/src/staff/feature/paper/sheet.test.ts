import { expect, it } from 'vitest'
import { cardFields, hasBrackets, optionColumns, textsOf } from './sheet'
import type { FormQuestion } from './usePaper'

const question = (more: Partial<FormQuestion>): FormQuestion => ({
  number: 7, section: 0, type: 'single', stem: '题', options: [], gaps: [], pairs: [], parts: [], places: 0, pictureIds: [], scoreHundredths: 100, ...more,
})
const options = (...texts: string[]) => texts.map((html, i) => ({ key: 'ABCDE'[i]!, html }))

it.each([
  [['按规定周期', '每加工一件', '从不', '听到异响以后'], 4],
  [['按规定周期更换润滑油', '每加工一件以后更换', '从不', '听到异响以后'], 2],
  [['这一个选项的文字长得一行里放不下两个选项那么多', 'b', 'c', 'd'], 1],
  [['甲', '乙', '丙'], 2],
  [['<img data-picture="1">', '<img data-picture="2">', '丙', '丁'], 2],
])('%o stand in %i columns', (texts, n) => expect(optionColumns(options(...texts))).toBe(n))

it('sees brackets for the answer', () => {
  expect(hasBrackets('运转时可以用手清除切屑。（　　）')).toBe(true)
  expect(hasBrackets('<p>可以吗 ( )。</p>')).toBe(true)
  expect(hasBrackets('主轴（车床）')).toBe(false)
})

it('gives every type its field on the card', () => {
  expect(cardFields(question({ options: options('甲', '乙') }))).toEqual([{ kind: 'choices', label: '7', keys: ['A', 'B'] }])
  expect(cardFields(question({ type: 'judge' }))).toEqual([{ kind: 'choices', label: '7', keys: ['√', '×'] }])
  expect(cardFields(question({ type: 'fill', gaps: [{ number: true, unit: 'mm' }] }))).toEqual([{ kind: 'lines', label: '7', blanks: [{ before: '', after: 'mm' }] }])
  expect(cardFields(question({ type: 'matching', pairs: ['甲', '乙'] }))[0]).toMatchObject({ blanks: [{ before: '（1）' }, { before: '（2）' }] })
  expect(cardFields(question({ type: 'ordering', options: options('甲', '乙') }))[0]).toMatchObject({ blanks: [{ before: '' }, { before: '→' }] })
  expect(cardFields(question({ type: 'hotspot', places: 2 }))).toEqual([{ kind: 'picture', label: '7', places: 2 }])
  expect(cardFields(question({ type: 'essay' }))[0]).toMatchObject({ kind: 'space', lines: 16 })
  const part = { stem: '小题', options: options('甲', '乙'), gaps: [], pairs: [] }
  const of = question({ type: 'case', parts: [{ type: 'single', ...part }, { type: 'short', ...part, options: [] }] })
  expect(cardFields(of).map((f) => f.label)).toEqual(['7（1）', '7（2）'])
  expect(textsOf(of)).toEqual(['题', '小题', '甲', '乙', '小题'])
})
