import { expect, it } from 'vitest'
import { byDay, type MyLesson } from './timetable'

const lesson = (day: string, startsAt: string): MyLesson => ({ day, startsAt, endsAt: '11:30', title: '课', place: '', teacherName: '' })

it('groups by day and knows today in China', () => {
  // 17:00 UTC is already the next day in China.
  const days = byDay([lesson('2026-12-01', '08:30'), lesson('2026-12-02', '08:30'), lesson('2026-12-02', '13:30'), lesson('2026-12-03', '08:30')], new Date('2026-12-01T17:00:00Z'))
  expect(days.map((d) => [d.title, d.near, d.past, d.lessons.length])).toEqual([
    ['12月1日 周二', '', true, 1],
    ['12月2日 周三', '今天', false, 2],
    ['12月3日 周四', '明天', false, 1],
  ])
})
