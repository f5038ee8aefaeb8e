// What the exam page says, apart from its templates.
import type { Question } from './sync/types'
import type { Cell } from './useSitting'

export const typeNames: Record<Question['type'], string> = { single: '单选', multiple: '多选', judge: '判断' }
export const typeHints: Record<Question['type'], string> = {
  single: '只有一个正确选项。',
  multiple: '有两个或两个以上正确选项。',
  judge: '判断正误。',
}

const numerals = '一二三四五六七八九十'

/** 0 → "一". */
export const numeral = (index: number) => numerals[index] ?? String(index + 1)

/** What a screen reader says of a cell of the answer sheet. */
export function cellLabel(c: Cell): string {
  const said = [`第 ${c.q} 题`, c.value ? '已答' : '未答']
  if (c.marked) said.push('已标记')
  if (c.state === 'waiting' || c.state === 'saving') said.push('未上传')
  if (c.state === 'refused') said.push('未能保存')
  return said.join('，')
}

/** "9f86d081 884c7d65": the beginning of a digest, readable aloud. */
export function shortDigest(digest: string): string {
  return [digest.slice(0, 8), digest.slice(8, 16)].filter(Boolean).join(' ').toUpperCase()
}

/** Letters with one more or one less, ascending. */
export function toggled(value: string, letter: string): string {
  const letters = value.includes(letter) ? [...value].filter((l) => l !== letter) : [...value, letter]
  return letters.sort().join('')
}
