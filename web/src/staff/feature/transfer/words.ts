// How states, verdicts, places and remarks of an import are called.
import { sentence } from '@/shared/sentences'
import type { Import, ImportState, Note, Verdict } from './useTransfer'

type Tone = 'success' | 'warning' | 'info' | 'danger' | 'primary'

export const verdicts: { value: Verdict; label: string; tone: Tone }[] = [
  { value: 'accepted', label: '可导入', tone: 'success' },
  { value: 'rejected', label: '有错误', tone: 'danger' },
  { value: 'conflict', label: '答案冲突', tone: 'warning' },
  { value: 'changed', label: '内容有变', tone: 'warning' },
  { value: 'unchanged', label: '题库中已有', tone: 'info' },
]
/** What came of a row, by what became of its import. */
export function verdictWord(v: Verdict, state: ImportState = 'previewed'): string {
  if (v === 'accepted' && state === 'committed') return '已导入'
  if (v === 'accepted' && state === 'undone') return '已撤销'
  return verdicts.find((x) => x.value === v)?.label ?? ''
}
export const verdictTone = (v: Verdict, state: ImportState = 'previewed'): Tone => (state === 'undone' ? 'info' : (verdicts.find((x) => x.value === v)?.tone ?? 'info'))

export const importStates: Record<ImportState, { word: string; tone: Tone }> = {
  reading: { word: '正在检查', tone: 'primary' },
  previewed: { word: '等待导入', tone: 'warning' },
  failed: { word: '没有读成', tone: 'danger' },
  committed: { word: '已导入', tone: 'success' },
  undone: { word: '已撤销', tone: 'info' },
}

/** What checking found in a file: every kind of row that there is. */
export function countWords(i: Pick<Import, Verdict | 'excluded'>): string {
  const kinds = [...verdicts.map((v) => ({ n: i[v.value], word: v.label })), { n: i.excluded, word: '不导入' }]
  return kinds.filter((k) => k.n > 0).map((k) => `${k.n} 题${k.word}`).join('，') || '0 题可导入'
}

/** "Sheet1!A7" as people say it; other places are words already. */
export function placeWord(at: string): string {
  const cell = /^(.*)!\$?[A-Z]{1,3}\$?(\d+)$/.exec(at)
  return cell ? `${cell[1]} 第 ${cell[2]} 行` : at
}

/** A remark as a sentence, with the column that it is about in front. */
export function noteWords(n: Note): string {
  const at = n.params.at
  const words = sentence(n.sub, typeof at === 'string' ? { ...n.params, at: placeWord(at) } : n.params) ?? sentence('field.format', {})!
  return n.column ? `【${n.column}】${words}` : words
}

/** Errors first, then remarks. */
export const sortedNotes = (notes: Note[]): Note[] => [...notes.filter((n) => !n.warning), ...notes.filter((n) => n.warning)]
