import type { components } from '@/api/gen/cohort'

type Schemas = components['schemas']
export type Class = Schemas['Class']
export type ClassState = Schemas['ClassState']
export type ClassProgramme = Schemas['ClassProgramme']
export type Candidate = Schemas['Candidate']
export type Member = Schemas['Member']
export type Lesson = Schemas['Lesson']
export type LessonInput = Schemas['LessonInput']
export type Overlap = Schemas['Overlap']
export type FillPlan = Schemas['FillPlan']

export const classStates: Record<ClassState, { word: string; type: 'info' | 'success' | 'primary' }> = {
  planned: { word: '待发布', type: 'info' },
  published: { word: '已发布', type: 'success' },
  completed: { word: '已结业', type: 'primary' },
}

export const leftReasons: Record<FillPlan['left'][number]['reason'], string> = {
  no_place: '所选班级名额已满',
  was_removed: '曾被移出班级，请手工安排',
}

export const sexes: Record<Member['sex'], string> = { '': '—', male: '男', female: '女' }

/** What stands in the way of a lesson, in words. */
export function overlapWords(o: Overlap): string {
  const shared = [o.sameClass && '本班已有课', o.sameTeacher && '教师相同', o.samePlace && '地点相同'].filter(Boolean).join('、')
  return `${o.startsAt}–${o.endsAt} ${o.className}《${o.title}》：${shared}`
}

export interface ClassForm {
  programmeId: string
  name: string
  capacity: number
  teacherId: string
  startsOn: string
  endsOn: string
  place: string
}

export const blankClass = (programmeId = ''): ClassForm => ({
  programmeId, name: '', capacity: 40, teacherId: '', startsOn: '', endsOn: '', place: '',
})

export function formOf(c: Class): ClassForm {
  return {
    programmeId: c.programmeId, name: c.name, capacity: c.capacity, teacherId: c.teacherId ?? '',
    startsOn: c.startsOn, endsOn: c.endsOn, place: c.place,
  }
}

/** The part that can be changed later. */
export function changeOf(f: ClassForm) {
  return {
    name: f.name.trim(), capacity: f.capacity, teacherId: f.teacherId || null, startsOn: f.startsOn || '', endsOn: f.endsOn || '', place: f.place.trim(),
  }
}
