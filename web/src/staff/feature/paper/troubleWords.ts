// Sentences for demands that contradict each other and for the ways out. The
// names and their figures are the assembler's.
import { score } from '@/shared/format'
import type { CheckResult, Trouble } from './usePaper'
import { ordinals, typeWord } from './words'

type Figures = Record<string, unknown>
type Named = Pick<Trouble, 'name' | 'params'>

const share = (n: unknown) => Number(n).toFixed(3).replace(/0$/, '')
const text = (n: unknown) => String(n ?? '')
const some = (n: unknown, words: (n: string) => string) => (n === undefined || n === null ? '' : words(text(n)))

const demands: Record<string, (p: Figures) => string> = {
  section: (p) => `第 ${text(p.section)} 大题：${typeWord(text(p.type))} ${text(p.count)} 题${some(p.scoreHundredths, (n) => `，每题 ${score(Number(n))} 分`)}`,
  row: (p) => `权重表“${text(p.row)}”占 ${text(p.percent)}%${some(p.wantHundredths, (n) => `，即 ${score(Number(n))} 分`)}`,
  difficulty: (p) => `难度目标 ${share(p.target)} ± ${share(p.tolerance)}`,
  band: bandWords,
  'importance.x': (p) => `核心要素 X ${some(p.percent, (n) => `不少于 ${n}%，即`)}至少 ${text(p.minItems)} 题`,
  'importance.y': (p) => `一般要素 Y ${some(p.percent, (n) => `不超过 ${n}%，即`)}至多 ${text(p.maxItems)} 题`,
  'importance.z': (p) => `辅助要素 Z ${some(p.percent, (n) => `不超过 ${n}%，即`)}至多 ${text(p.maxItems)} 题`,
  'keys.single': (p) => `单选题同一答案字母不超过 ${text(p.maxPercent)}%，即 ${text(p.maxItems)} 题`,
  'keys.judge': (p) => `判断题“正确”或“错误”各不超过 ${text(p.maxPercent)}%，即 ${text(p.maxItems)} 题`,
  'exposure.rest': (p) => `最近 ${text(p.restDays)} 天用过的题不再用`,
  'exposure.use': (p) => `已用过 ${text(p.maxUse)} 次的题不再用`,
  earlier: (p) => `与以前的试卷${some(p.paper, (n) => ` ${n} `)}相同的题不超过 ${text(p.maxPercent)}%${some(p.maxItems, (n) => `，即 ${n} 题`)}`,
  points: () => '同一大题内不重复考同一鉴定点',
  enemies: () => '互斥的题不同时出现在一份试卷里',
  'parallel.overlap': (p) => `同时生成的 ${text(p.forms)} 份试卷两两相同的题不超过 ${text(p.maxPercent)}%${some(p.maxItems, (n) => `，即 ${n} 题`)}`,
  'parallel.within': (p) => `同时生成的 ${text(p.forms)} 份试卷预计均分相差不超过 ${text(p.points)} 分`,
}

function bandWords(p: Figures): string {
  const scope = `难度 ${share(p.from)}–${share(p.to)} 的题`
  const [min, max] = [Number(p.min ?? 0), Number(p.max ?? Infinity)]
  if (min > 0 && Number.isFinite(max)) return `${scope}占 ${min} 到 ${max} 题`
  return min > 0 ? `${scope}至少 ${min} 题` : `${scope}至多 ${text(p.max)} 题`
}

/** "难度目标 0.90 ± 0.01". */
export function demandWords(demand: Named): string {
  return demands[demand.name]?.(demand.params) ?? '其他要求'
}

/** What stands against the demands that cannot hold together; of several, only what is proved of the set, which is not all that there may be. */
export function conflictWords({ demands: list, irreducible, smallest }: { demands: Named[] } & Partial<Pick<CheckResult, 'irreducible' | 'smallest'>>): string {
  const only = list[0]
  if (!only) return '按现有题目组不出试卷。'
  if (list.length > 1) return `下面 ${list.length} 项要求不能同时满足${smallest ? '，这是最少的一组' : ''}${irreducible ? '，去掉任何一项，其余的就不再互相矛盾' : ''}：`
  const keys = '做不到，各种答案都用到上限也凑不满题量'
  const against: Record<string, string> = { difficulty: '与题库的难度分布矛盾', band: '与题库的难度分布矛盾', points: '做不到，可用的鉴定点太少', enemies: '做不到，可用的题太少', 'keys.single': keys, 'keys.judge': keys }
  return `${demandWords(only)}：${against[only.name] ?? '题库里没有足够的题满足这一项'}。`
}

const full = (percent: unknown) => Number(percent) >= 100

/** "第一组" of several sets, each of which has to give way. */
export const setName = (at: number) => `第${ordinals[at] ?? ''}组`

const ways: Record<string, (to: Figures, p: Figures) => string> = {
  difficulty: (to) => (to.off ? '不再要求难度目标' : `把难度误差放宽到 ±${share(to.tolerance)}`),
  band: (_, p) => `不再限定难度 ${share(p.from)}–${share(p.to)} 的题量`,
  'importance.x': (to) => (Number(to.xPercent) <= 0 ? '不再要求核心要素 X 的比例（不少于 0%）' : `把核心要素 X 降到不少于 ${text(to.xPercent)}%`),
  'importance.y': (to) => (full(to.yPercent) ? '不再限制一般要素 Y 的比例（不超过 100%）' : `把一般要素 Y 放宽到不超过 ${text(to.yPercent)}%`),
  'importance.z': (to) => (full(to.zPercent) ? '不再限制辅助要素 Z 的比例（不超过 100%）' : `把辅助要素 Z 放宽到不超过 ${text(to.zPercent)}%`),
  'keys.single': (to) => (full(to.singlePercent) ? '不再限制单选题的同一答案（不超过 100%）' : `把单选题同一答案放宽到 ${text(to.singlePercent)}%`),
  'keys.judge': (to) => (full(to.judgePercent) ? '不再限制判断题的同一答案（不超过 100%）' : `把判断题同一答案放宽到 ${text(to.judgePercent)}%`),
  'exposure.rest': (to) => (Number(to.restDays) > 0 ? `把休息期缩短到 ${text(to.restDays)} 天` : '不再要求用过的题休息'),
  'exposure.use': (to) => (to.off ? '不再限制使用次数' : `把使用次数上限提高到 ${text(to.maxUse)} 次`),
  earlier: (to) => `把与以前试卷的重复放宽到 ${text(to.maxPercent)}%`,
  points: () => '允许同一大题内重复考同一鉴定点',
  enemies: () => '在题库中解除一些互斥关系',
  'parallel.overlap': (to) => `把平行卷之间的重复放宽到 ${text(to.maxPercent)}%`,
  'parallel.within': (to) => `把平行卷预计均分的差放宽到 ${text(to.withinPoints)} 分`,
}

/** "把难度误差放宽到 ±0.12". */
export function wayWords(way: Trouble): string {
  return ways[way.name]?.(way.to, way.params) ?? `放宽“${demandWords(way)}”`
}

const dropped: Record<string, string> = { importance: '重要性比例', 'importance.x': '核心要素 X 的比例', 'importance.y': '一般要素 Y 的比例', 'importance.z': '辅助要素 Z 的比例' }

/** Which soft demands were given up: "重要性比例". */
export const droppedWords = (names: string[]) => [...new Set(names.map((n) => dropped[n] ?? demandWords({ name: n, params: {} })))].join('、')

export const demandNames = Object.keys(demands)
