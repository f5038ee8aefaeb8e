import { expect, it } from 'vitest'
import { conflictWords, demandNames, demandWords, droppedWords, setName, wayWords } from './troubleWords'

it.each([
  ['section', { section: 2, type: 'judge', count: 20, scoreHundredths: 50 }, '第 2 大题：判断题 20 题，每题 0.5 分'],
  ['row', { row: '职业道德', percent: 5, wantHundredths: 500 }, '权重表“职业道德”占 5%，即 5 分'],
  ['difficulty', { target: 0.9, tolerance: 0.01 }, '难度目标 0.90 ± 0.01'],
  ['difficulty', { target: 0.5, tolerance: 0.125 }, '难度目标 0.50 ± 0.125'],
  ['band', { band: 1, from: 0, to: 0.4, min: 30, max: 60 }, '难度 0.00–0.40 的题占 30 到 60 题'],
  ['band', { band: 1, from: 0.7, to: 1, min: 0, max: 20 }, '难度 0.70–1.00 的题至多 20 题'],
  ['band', { band: 1, from: 0.7, to: 1, min: 10 }, '难度 0.70–1.00 的题至少 10 题'],
  ['importance.x', { minItems: 80, percent: 80 }, '核心要素 X 不少于 80%，即至少 80 题'],
  ['importance.y', { maxItems: 15 }, '一般要素 Y 至多 15 题'],
  ['importance.z', { maxItems: 5, percent: 5 }, '辅助要素 Z 不超过 5%，即至多 5 题'],
  ['keys.single', { maxPercent: 40, maxItems: 32 }, '单选题同一答案字母不超过 40%，即 32 题'],
  ['keys.judge', { maxPercent: 60, maxItems: 12 }, '判断题“正确”或“错误”各不超过 60%，即 12 题'],
  ['exposure.rest', { restDays: 180 }, '最近 180 天用过的题不再用'],
  ['exposure.use', { maxUse: 3 }, '已用过 3 次的题不再用'],
  ['earlier', { paper: 'P-1', maxPercent: 20, maxItems: 4 }, '与以前的试卷 P-1 相同的题不超过 20%，即 4 题'],
  ['points', {}, '同一大题内不重复考同一鉴定点'],
  ['enemies', {}, '互斥的题不同时出现在一份试卷里'],
  ['parallel.overlap', { forms: 2, maxPercent: 0, maxItems: 0 }, '同时生成的 2 份试卷两两相同的题不超过 0%，即 0 题'],
  ['parallel.within', { forms: 2, points: 1 }, '同时生成的 2 份试卷预计均分相差不超过 1 分'],
])('%s %o', (name, params, words) => expect(demandWords({ name, params })).toBe(words))

it('has a sentence for every name, without holes', () => {
  // As internal/paper/assemble/demands.go names them.
  const names = ['section', 'row', 'difficulty', 'band', 'importance.x', 'importance.y', 'importance.z', 'keys.single', 'keys.judge', 'exposure.rest', 'exposure.use', 'earlier', 'points', 'enemies', 'parallel.overlap', 'parallel.within']
  expect([...demandNames].sort()).toEqual(names.sort())
  expect(demandWords({ name: 'unheard of', params: {} })).toBe('其他要求')
})

it('says what one demand, or several, stand against', () => {
  const target = { name: 'difficulty', params: { target: 0.9, tolerance: 0.01 } }
  const both = [target, { name: 'points', params: {} }]
  const words = (demands: typeof both, irreducible: boolean, smallest: boolean) => conflictWords({ demands, irreducible, smallest })
  expect(words([target], true, true)).toBe('难度目标 0.90 ± 0.01：与题库的难度分布矛盾。')
  expect(words([{ name: 'keys.judge', params: { maxPercent: 10, maxItems: 2 } }], true, true)).toBe('判断题“正确”或“错误”各不超过 10%，即 2 题：做不到，各种答案都用到上限也凑不满题量。')
  expect(words([], false, false)).toBe('按现有题目组不出试卷。')
  expect(words(both, true, true)).toBe('下面 2 项要求不能同时满足，这是最少的一组，去掉任何一项，其余的就不再互相矛盾：')
  expect(words(both, true, false)).toBe('下面 2 项要求不能同时满足，去掉任何一项，其余的就不再互相矛盾：')
  expect(words(both, false, false)).toBe('下面 2 项要求不能同时满足：')
})

it('numbers sets of which each has to give way, and promises nothing of one alone', () => {
  const y = { name: 'importance.y', params: { percent: 0, maxItems: 0 } }
  const z = { name: 'importance.z', params: { percent: 0, maxItems: 0 } }
  expect([0, 1].map(setName)).toEqual(['第一组', '第二组'])
  expect(conflictWords({ demands: [y, z] })).toBe('下面 2 项要求不能同时满足：')
  expect(conflictWords({ demands: [{ name: 'importance.x', params: { percent: 100, minItems: 100 } }] })).toBe('核心要素 X 不少于 100%，即至少 100 题：题库里没有足够的题满足这一项。')
})

it.each([
  ['difficulty', { tolerance: 0.12 }, '把难度误差放宽到 ±0.12'],
  ['difficulty', { off: true }, '不再要求难度目标'],
  ['importance.x', { xPercent: 0 }, '不再要求核心要素 X 的比例（不少于 0%）'],
  ['importance.y', { yPercent: 100 }, '不再限制一般要素 Y 的比例（不超过 100%）'],
  ['importance.z', { zPercent: 100 }, '不再限制辅助要素 Z 的比例（不超过 100%）'],
  ['keys.single', { singlePercent: 100 }, '不再限制单选题的同一答案（不超过 100%）'],
  ['keys.judge', { judgePercent: 50 }, '把判断题同一答案放宽到 50%'],
  ['exposure.use', { maxUse: 4 }, '把使用次数上限提高到 4 次'],
  ['exposure.use', { off: true }, '不再限制使用次数'],
  ['band', { off: true }, '不再限定难度 0.00–0.40 的题量'],
  ['importance.x', { xPercent: 70 }, '把核心要素 X 降到不少于 70%'],
  ['importance.z', { zPercent: 10 }, '把辅助要素 Z 放宽到不超过 10%'],
  ['keys.single', { singlePercent: 50 }, '把单选题同一答案放宽到 50%'],
  ['exposure.rest', { restDays: 0 }, '不再要求用过的题休息'],
  ['exposure.rest', { restDays: 30 }, '把休息期缩短到 30 天'],
  ['parallel.within', { withinPoints: 2.5 }, '把平行卷预计均分的差放宽到 2.5 分'],
  ['section', {}, '放宽“第 1 大题：单选题 8 题”'],
])('way out of %s %o', (name, to, words) => expect(wayWords({ name, to, params: { from: 0, to: 0.4, section: 1, type: 'single', count: 8 } })).toBe(words))

it('names what was given up once', () => {
  expect(droppedWords(['importance', 'importance'])).toBe('重要性比例')
  expect(droppedWords(['importance.x', 'importance.y'])).toBe('核心要素 X 的比例、一般要素 Y 的比例')
})
