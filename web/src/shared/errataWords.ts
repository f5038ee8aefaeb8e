// Error reports of questions, in words, and the clock of a case.
import type { components } from '@/api/gen/errata'

type Schemas = components['schemas']
export type Reason = Schemas['Reason']
export type Place = Schemas['Place']
export type CaseState = Schemas['CaseState']
type Tone = 'primary' | 'success' | 'warning' | 'danger' | 'info'

/** In the order of the buttons: what is wrong most often comes first. */
export const reasons: { value: Reason; label: string }[] = [
  { value: 'key', label: '答案不对' },
  { value: 'stem', label: '题干有误' },
  { value: 'options', label: '选项有误' },
  { value: 'explanation', label: '解析有误' },
  { value: 'picture', label: '图片有问题' },
  { value: 'other', label: '其他问题' },
]

export const places: Record<Place, string> = { drill: '练习', wrong_book: '错题本', mock: '模拟考试' }

/** As the reporter reads it. */
export const myStates: Record<CaseState, string> = { open: '等待核对', fixed: '已更正', no_fault: '题目无误' }

export const caseStates: Record<CaseState, { word: string; tone: Tone }> = {
  open: { word: '待处理', tone: 'warning' },
  fixed: { word: '已更正', tone: 'success' },
  no_fault: { word: '题目无误', tone: 'info' },
}

export const reasonWord = (reason: Reason) => reasons.find((r) => r.value === reason)?.label ?? '其他问题'

const hour = 3600_000
const day = 24 * hour

function span(ms: number): string {
  if (ms >= day) return ` ${Math.floor(ms / day)} 天`
  if (ms >= hour) return ` ${Math.floor(ms / hour)} 小时`
  return '不到 1 小时'
}

/** What is left of a case's time, or by how much it is over. */
export function clockOf(dueAt: string, now: number): { word: string; tone: Tone } {
  const left = Date.parse(dueAt) - now
  if (left <= 0) return { word: `超期${span(-left)}`, tone: 'danger' }
  return { word: `剩余${span(left)}`, tone: left < day ? 'warning' : 'info' }
}
