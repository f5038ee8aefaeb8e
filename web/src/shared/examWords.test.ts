import { expect, test } from 'vitest'
import { daysAround } from './examWords'

test('by day only today is shown, around midnight in China the other side of it too', () => {
  expect(daysAround(new Date('2026-11-25T12:00:00+08:00'))).toEqual(['2026-11-25', '2026-11-25'])
  expect(daysAround(new Date('2026-11-25T23:35:00+08:00'))).toEqual(['2026-11-25', '2026-11-26'])
  expect(daysAround(new Date('2026-11-26T00:10:00+08:00'))).toEqual(['2026-11-25', '2026-11-26'])
})
