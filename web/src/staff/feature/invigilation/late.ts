// How a late answer reads: what it says, why it is late and by how much, what
// was decided.
import type { components } from '@/api/gen/invigilation'
import type { Tone } from '@/shared/examWords'
import { day, toChina } from '@/shared/format'

type Schemas = components['schemas']
export type LateList = Schemas['LateList']
export type LatePerson = Schemas['LatePerson']
export type LateAnswer = Schemas['LateAnswer']

/** What one call of the server takes. */
export const mostAtOnce = 500

/** One line of the table; `span` is how many lines the person has, 0 below the first. */
export interface LateRow {
  id: string
  person: LatePerson
  answer: LateAnswer
  span: number
}

export function rowsOf(people: LatePerson[]): LateRow[] {
  return people.flatMap((person) =>
    person.answers.map((answer, i) => ({ id: answer.id, person, answer, span: i === 0 ? person.answers.length : 0 })),
  )
}

/** Letters as the candidate's page says them. */
export function said(value: string, emptied = false): string {
  if (value === 'T') return '正确'
  if (value === 'F') return '错误'
  return value || (emptied ? '清空答案' : '未作答')
}

/** "3 分 20 秒", "1 小时 5 分". */
export function later(seconds: number): string {
  if (seconds < 60) return `${seconds} 秒`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分${seconds % 60 ? ` ${seconds % 60} 秒` : '钟'}`
  const minutes = Math.floor((seconds % 3600) / 60)
  return `${Math.floor(seconds / 3600)} 小时${minutes ? ` ${minutes} 分` : ''}`
}

export function why(answer: LateAnswer, person: LatePerson): string {
  const old = '来自已被其他设备或页面接替的页面'
  if (answer.reason === 'stale') return old
  const passed = later(Math.max(1, answer.afterSeconds))
  const base = answer.reason === 'late' ? `作答截止后 ${passed}` : `${person.handedIn ? '交卷' : '收卷'}后 ${passed}`
  return answer.oldPage ? `${base}，且${old}` : base
}

/** The decision in force; none while nobody has looked. */
export const inForce = (answer: LateAnswer) => answer.decisions.at(-1)

export function verdict(answer: LateAnswer): { word: string; tone: Tone } {
  const last = inForce(answer)
  if (!last) return { word: '未处理', tone: 'warning' }
  return last.counted ? { word: '采用', tone: 'success' } : { word: '不采用', tone: 'info' }
}

export function summary(t: LateList['totals']): string {
  return `${t.people} 人共 ${t.answers} 条：采用 ${t.counted} 条，不采用 ${t.leftOut} 条，未处理 ${t.undecided} 条`
}

/** "09:10:05", with the day where it is not the day of the sitting's end. */
export function moment(at: string, person: LatePerson): string {
  return toChina(at).slice(day(at) === day(person.closedAt) ? 11 : 5)
}
