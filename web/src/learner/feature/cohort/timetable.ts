// A timetable by days, seen from today in China.
import type { components } from '@/api/gen/cohort'
import { day } from '@/shared/format'

export type MyLesson = components['schemas']['MyLesson']

export interface Day {
  day: string
  /** "12月1日 周二". */
  title: string
  /** "今天", "明天" or empty. */
  near: string
  past: boolean
  lessons: MyLesson[]
}

export function byDay(lessons: MyLesson[], now: Date): Day[] {
  const today = day(now)
  const tomorrow = day(new Date(now.getTime() + 86_400_000))
  const days = new Map<string, MyLesson[]>()
  for (const l of lessons) days.set(l.day, [...(days.get(l.day) ?? []), l])
  return [...days].map(([d, list]) => ({
    day: d,
    title: `${Number(d.slice(5, 7))}月${Number(d.slice(8))}日 周${'日一二三四五六'[new Date(`${d}T00:00:00Z`).getUTCDay()]}`,
    near: d === today ? '今天' : d === tomorrow ? '明天' : '',
    past: d < today,
    lessons: list,
  }))
}
