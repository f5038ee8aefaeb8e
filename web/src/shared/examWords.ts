// States and parts of certification exams in Chinese.
import type { components } from '@/api/gen/exam'
import { day } from './format'

type Schemas = components['schemas']
export type ExamSession = Schemas['Session']
export type Tone = 'primary' | 'success' | 'warning' | 'danger' | 'info'

export const planStates: Record<Schemas['PlanState'], { word: string; tone: Tone }> = {
  drafted: { word: '草稿', tone: 'info' },
  published: { word: '已发布', tone: 'primary' },
  running: { word: '进行中', tone: 'warning' },
  finished: { word: '已结束', tone: 'success' },
}
export const sessionStates: Record<Schemas['SessionState'], { word: string; tone: Tone }> = {
  planned: { word: '筹备中', tone: 'info' },
  ready: { word: '待开考', tone: 'primary' },
  running: { word: '进行中', tone: 'warning' },
  finished: { word: '已结束', tone: 'success' },
}
export const seatStates: Record<Schemas['SeatState'], { word: string; tone: Tone }> = {
  assigned: { word: '未到', tone: 'info' },
  checked_in: { word: '已签到', tone: 'primary' },
  started: { word: '作答中', tone: 'warning' },
  submitted: { word: '已交卷', tone: 'success' },
  absent: { word: '缺考', tone: 'danger' },
}
export const parts: Record<Schemas['Part'], string> = { theory: '理论知识考试', skill: '技能考核' }

const sixHours = 6 * 3600_000

/**
 * The first and the last day whose sessions concern whoever is at work now:
 * around midnight two, since a session runs on, or opens its doors, on the
 * other side of it.
 */
export function daysAround(now: Date): [string, string] {
  return [day(now.getTime() - sixHours), day(now.getTime() + sixHours)]
}
