// How a blueprint stands: its state says whether sections and weight table
// agree, the check whether today's bank fills it. Neither is called more.
import { droppedWords } from './troubleWords'
import type { Blueprint, CheckResult } from './usePaper'

type Check = CheckResult | undefined
type State = Blueprint['state']

/** Refused by proof; a search that ended at its limit proves nothing. */
export function refusal(check: Check): 'short' | 'demands' | 'conflict' | undefined {
  if (!check || check.ok) return undefined
  if (check.conflict) return check.conflict.sub === 'paper.too_complex' ? undefined : 'conflict'
  return check.shortfalls.length ? 'short' : 'demands'
}

const given = (check: CheckResult) => check.figures?.dropped ?? []

/** Above the figures of a paper that was found. */
export const fineWords = (check: CheckResult) =>
  given(check).length ? `可以组卷：各行分值与权重表一致；${droppedWords(given(check))}达不到要求，已按设置放宽。` : '可以组卷：题库够用，各行分值与权重表一致。'

/** On lists, where no check is made. */
export const structure: Record<State, { word: string; tone: 'info' | 'warning'; about: string }> = {
  ready: { word: '结构有效', tone: 'info', about: '大题与权重表一致；题库够不够，请打开蓝图看组卷检查' },
  draft: { word: '草稿', tone: 'warning', about: '大题合计不是 100 分，或与权重表不一致' },
}

const refused = { short: '题库不足', demands: '要求做不到', conflict: '与权重表不一致' }

/** On the blueprint's own page; without a check, what is known of the structure. */
export function stateTag(state: State, check: Check): { word: string; tone: 'success' | 'info' | 'warning' } {
  if (state !== 'ready') return structure.draft
  if (check?.ok) return { word: '可以组卷', tone: 'success' }
  const why = refusal(check)
  return why ? { word: refused[why], tone: 'warning' } : structure.ready
}

const stillNot = { short: '题库试题不足', demands: '有要求做不到', conflict: '大题与权重表不一致' }

/** After saving. */
export function savedWords(state: State, check: Check): string {
  if (state !== 'ready') return '蓝图已存为草稿'
  if (check?.ok) return `蓝图已保存，可以组卷${given(check).length ? `（已放宽：${droppedWords(given(check))}）` : ''}`
  const why = refusal(check)
  return why ? `蓝图已保存，但${stillNot[why]}，还不能组卷` : '蓝图已保存'
}

/** Why no paper can be made of the blueprint as it was saved; "" when nothing stands against it. */
export function hindrance(state: State, changed: boolean, check: Check): string {
  if (changed) return '请先保存蓝图。'
  if (state !== 'ready') return '草稿还不能组卷，请看上面的组卷检查。'
  const why = refusal(check)
  return why ? `${stillNot[why]}，还不能生成试卷，请看上面的组卷检查。` : ''
}
