import { expect, test } from 'vitest'
import type { Drill, MyMock } from './usePractice'
import { chosen, keyWords, mockPhase, passed, resumeWords, share, took } from './words'

test('keys in words', () => {
  expect(keyWords(['A', 'C'])).toBe('A、C')
  expect(keyWords(['T'])).toBe('正确')
  expect(keyWords([])).toBe('未作答')
})

test('a tap chooses one, or one more of several', () => {
  expect(chosen({ type: 'single' }, ['A'], 'B')).toEqual(['B'])
  expect(chosen({ type: 'multiple' }, ['C'], 'A')).toEqual(['A', 'C'])
  expect(chosen({ type: 'multiple' }, ['A', 'C'], 'A')).toEqual(['C'])
})

const drill: Drill = { id: 'd', levelId: 'l', mode: 'sequential', total: 10, position: 4, answered: 3, right: 2 }

test('a drill goes on where it stopped, a finished one begins anew', () => {
  expect(resumeWords(undefined)).toBe('从第 1 题开始')
  expect(resumeWords(drill)).toBe('继续第 4 题')
  expect(resumeWords({ ...drill, answered: 10 })).toBe('从第 1 题开始')
})

test('exactly sixty passes', () => {
  expect(passed(6000, 10000)).toBe(true)
  expect(passed(5999, 10000)).toBe(false)
  expect(passed(0, 0)).toBe(true)
  expect(share(1, 0)).toBe(0)
})

const mock: MyMock = {
  id: 'm', title: '一', levelId: 'l', levelTitle: '车工', tries: 2, triesUsed: 0, opensAt: '2026-11-25T00:00:00Z', state: 'published', minutes: 90, questions: 100,
}

test('where a mock stands', () => {
  const now = Date.parse('2026-11-25T08:00:00Z')
  expect(mockPhase(mock, now)).toBe('open')
  expect(mockPhase({ ...mock, triesUsed: 2 }, now)).toBe('used')
  expect(mockPhase({ ...mock, opensAt: '2026-11-26T00:00:00Z' }, now)).toBe('early')
  expect(mockPhase({ ...mock, closesAt: '2026-11-25T08:00:00Z' }, now)).toBe('over')
  expect(mockPhase({ ...mock, state: 'closed' }, now)).toBe('over')
  expect(mockPhase({ ...mock, state: 'closed', openAttemptId: 'a' }, now)).toBe('running')
})

test('times', () => {
  expect([took(59), took(60), took(4805)]).toEqual(['59 秒', '1 分', '80 分 5 秒'])
})
