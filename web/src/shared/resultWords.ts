// States and scores of results in Chinese.
import type { components } from '@/api/gen/result'
import { score } from './format'

type Schemas = components['schemas']
export type PartScore = Schemas['PartScore']
export type Tone = 'primary' | 'success' | 'warning' | 'danger' | 'info'

export const resultStates: Record<Schemas['ResultState'], { word: string; tone: Tone }> = {
  entered: { word: '录入中', tone: 'info' },
  checked: { word: '已复核', tone: 'warning' },
  released: { word: '已发布', tone: 'success' },
}
export const decisions: Record<Schemas['Decision'], { word: string; tone: Tone }> = {
  pending: { word: '待定', tone: 'info' },
  passed: { word: '合格', tone: 'success' },
  not_passed: { word: '不合格', tone: 'danger' },
}

/** "86.5", "缺考", or a word for a part that is not there yet. */
export function partText(p: PartScore | undefined, missing = '—'): string {
  if (p?.state === 'scored') return score(p.scoreHundredths)
  return p?.state === 'absent' ? '缺考' : missing
}

/** "已评 12，缺考 1，待评 3". */
export function tally(t: Schemas['Tally'], done: string, open: string): string {
  const parts = [`${done} ${t.scored}`]
  if (t.absent) parts.push(`缺考 ${t.absent}`)
  if (t.missing) parts.push(`${open} ${t.missing}`)
  return parts.join('，')
}
