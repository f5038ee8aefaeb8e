// What an examiner has typed beside what the server holds.
import type { components } from '@/api/gen/result'
import { hundredths, score } from '@/shared/format'

export type SkillRow = components['schemas']['SkillRow']
export interface Draft {
  text: string
  absent: boolean
  state: 'same' | 'saving' | 'saved' | 'failed'
  message: string
}
export type Entry = { absent: true } | { absent: false; scoreHundredths: number }

const full = 10_000

/** The draft that says what the server says. */
export function draftOf(row: SkillRow): Draft {
  const scored = row.skill.state === 'scored'
  return { text: scored ? score(row.skill.scoreHundredths) : '', absent: row.typed && row.skill.state === 'absent', state: 'same', message: '' }
}

/** What a draft would send; a sentence when it cannot be sent; undefined when there is nothing to send. */
export function entryOf(row: SkillRow, d: Draft): Entry | string | undefined {
  if (d.absent) return row.typed && row.skill.state === 'absent' ? undefined : { absent: true }
  if (d.text.trim() === '') return row.typed ? '请填写成绩，或标为缺考。' : undefined
  const n = hundredths(d.text)
  if (n === undefined || n > full) return '请填写 0 到 100 的数，最多两位小数。'
  return row.typed && row.skill.state === 'scored' && row.skill.scoreHundredths === n ? undefined : { absent: false, scoreHundredths: n }
}
