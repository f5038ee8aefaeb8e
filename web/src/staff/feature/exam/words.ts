// States and parts in Chinese, shared with the invigilators' pages.
import type { components } from '@/api/gen/exam'

type Schemas = components['schemas']
export type Plan = Schemas['Plan']
export type PlanInput = Schemas['PlanInput']
export type Session = Schemas['Session']
export type SessionInput = Schemas['SessionInput']
export type Room = Schemas['Room']
export type Seat = Schemas['Seat']
export type Candidate = Schemas['Candidate']
export type ExamClass = Schemas['Class']
export type ExamForm = Schemas['Form']
export type Check = Schemas['Check']

type Tone = 'primary' | 'success' | 'warning' | 'danger' | 'info'

export const planStates: Record<Plan['state'], { word: string; tone: Tone }> = {
  drafted: { word: '草稿', tone: 'info' },
  published: { word: '已发布', tone: 'primary' },
  running: { word: '进行中', tone: 'warning' },
  finished: { word: '已结束', tone: 'success' },
}
export const sessionStates: Record<Session['state'], { word: string; tone: Tone }> = {
  planned: { word: '筹备中', tone: 'info' },
  ready: { word: '待开考', tone: 'primary' },
  running: { word: '进行中', tone: 'warning' },
  finished: { word: '已结束', tone: 'success' },
}
export const seatStates: Record<Seat['state'], { word: string; tone: Tone }> = {
  assigned: { word: '未到', tone: 'info' },
  checked_in: { word: '已签到', tone: 'primary' },
  started: { word: '作答中', tone: 'warning' },
  submitted: { word: '已交卷', tone: 'success' },
  absent: { word: '缺考', tone: 'danger' },
}
export const parts: Record<Session['part'], string> = { theory: '理论知识考试', skill: '技能考核' }
export const checks: Record<Check['key'], string> = {
  form: '已选试卷',
  rooms: '已设考场',
  seats: '考生座位',
  photos: '考生照片',
  contact: '考点地址与联系方式',
  published: '计划已发布',
}
