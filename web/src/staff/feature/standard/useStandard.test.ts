import { expect, it } from 'vitest'
import { offered } from './useStandard'

const levels = (...codes: string[]) => codes.map((code) => ({ code: code as '5', rank: 7 - Number(code) }))

it('says which levels an edition offers', () => {
  expect(offered(levels('4', '3', '2', '1'))).toBe('四级到一级')
  expect(offered(levels('3', '5', '4'))).toBe('五级到三级')
  expect(offered(levels('5', '3', '1'))).toBe('五级、三级、一级')
  expect(offered(levels('4', '4'))).toBe('四级')
  expect(offered([])).toBe('')
})
