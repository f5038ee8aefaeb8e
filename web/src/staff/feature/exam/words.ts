// Shapes and words of the exam officers' pages.
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

export { parts, planStates, seatStates, sessionStates } from '@/shared/examWords'

export const checks: Record<Check['key'], string> = {
  form: '试卷',
  rooms: '考场',
  seats: '考生座位',
  photos: '考生照片',
  contact: '考点地址与联系方式',
  published: '计划发布',
}
