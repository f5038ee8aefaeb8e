import { expect, it } from 'vitest'
import { fineWords, hindrance, savedWords, stateTag } from './checkWords'
import type { CheckResult, Figures, Shortfall } from './usePaper'

const check = (part: Partial<CheckResult>): CheckResult => ({ ok: false, rows: [], shortfalls: [], demands: [], irreducible: false, smallest: false, further: [], relax: [], together: [], ...part })
const fine = check({ ok: true, figures: { dropped: [] as string[] } as Figures })
const softened = check({ ok: true, figures: { dropped: ['importance'] } as Figures })
const short = check({ shortfalls: [{ rowName: '', type: 'single', needed: 160, have: 101 } as Shortfall] })
const torn = check({ demands: [{ name: 'difficulty', params: {}, to: {} }] })
const unlike = check({ conflict: { sub: 'paper.total_differs', params: {} } })
const endless = check({ conflict: { sub: 'paper.too_complex', params: {} } })

it.each([
  ['fine', fine, '可以组卷', '蓝图已保存，可以组卷', ''],
  ['softened', softened, '可以组卷', '蓝图已保存，可以组卷（已放宽：重要性比例）', ''],
  ['short', short, '题库不足', '蓝图已保存，但题库试题不足，还不能组卷', '题库试题不足，还不能生成试卷，请看上面的组卷检查。'],
  ['torn', torn, '要求做不到', '蓝图已保存，但有要求做不到，还不能组卷', '有要求做不到，还不能生成试卷，请看上面的组卷检查。'],
  ['unlike', unlike, '与权重表不一致', '蓝图已保存，但大题与权重表不一致，还不能组卷', '大题与权重表不一致，还不能生成试卷，请看上面的组卷检查。'],
  ['endless', endless, '结构有效', '蓝图已保存', ''],
  ['none yet', undefined, '结构有效', '蓝图已保存', ''],
])('says no more than the check: %s', (_, given, tag, saved, against) => {
  expect(stateTag('ready', given).word).toBe(tag)
  expect(savedWords('ready', given)).toBe(saved)
  expect(hindrance('ready', false, given)).toBe(against)
})

it('calls a draft a draft and has changes saved first', () => {
  expect(stateTag('draft', fine).word).toBe('草稿')
  expect(savedWords('draft', fine)).toBe('蓝图已存为草稿')
  expect(hindrance('draft', false, fine)).toBe('草稿还不能组卷，请看上面的组卷检查。')
  expect(hindrance('ready', true, fine)).toBe('请先保存蓝图。')
})

it('does not praise the bank for what was given up', () => {
  expect(fineWords(fine)).toBe('可以组卷：题库够用，各行分值与权重表一致。')
  expect(fineWords(softened)).toBe('可以组卷：各行分值与权重表一致；重要性比例达不到要求，已按设置放宽。')
})
