import { expect, it } from 'vitest'
import { changeOf, formOf, overlapWords, type Class } from './words'

it('sends what the form holds, with nothing for what is empty', () => {
  const c = { programmeId: 'p', name: '一班', capacity: 40, startsOn: '2026-12-01', endsOn: '', place: '实训楼' } as Class
  expect(changeOf({ ...formOf(c), name: ' 二班 ' })).toEqual({ name: '二班', capacity: 40, teacherId: null, startsOn: '2026-12-01', endsOn: '', place: '实训楼' })
  // A picker that was emptied holds null.
  expect(changeOf({ ...formOf(c), startsOn: null as unknown as string }).startsOn).toBe('')
})

it('says what an overlap shares', () => {
  const o = { className: '一班', title: '识图', startsAt: '08:30', endsAt: '10:00', sameClass: false, sameTeacher: true, samePlace: true }
  expect(overlapWords(o)).toBe('08:30–10:00 一班《识图》：教师相同、地点相同')
})
