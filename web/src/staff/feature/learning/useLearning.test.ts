import { expect, it } from 'vitest'
import { kindOf, moved, titleOf } from './useLearning'

it.each([
  ['a.MP4', 'video'],
  ['讲义.pdf', 'pdf'],
  ['图.jpeg', 'picture'],
  ['x.avi', undefined],
  ['mp4', undefined],
])('%s is %s', (name, kind) => expect(kindOf(name)).toBe(kind))

it('takes the title from the name', () => {
  expect(titleOf('01 安全教育.v2.mp4')).toBe('01 安全教育.v2')
  expect(titleOf('长'.repeat(90) + '.pdf')).toHaveLength(60)
})

it('moves within the list', () => {
  expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b'], 'a', -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 'b', 1)).toEqual(['a', 'b'])
})
