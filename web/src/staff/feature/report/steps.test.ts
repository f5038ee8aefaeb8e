import { describe, expect, it } from 'vitest'
import { share, steps, sum, type Steps } from './steps'

const funnel = (n: number) => Object.fromEntries(steps.map((s, i) => [s.key, n - i])) as Steps

describe('funnel', () => {
  it('adds programmes up step by step', () => {
    expect(sum([funnel(20), funnel(10)])).toEqual(Object.fromEntries(steps.map((s, i) => [s.key, 30 - 2 * i])))
  })
  it('is all zero without a programme', () => {
    expect(Object.values(sum([]))).toEqual(steps.map(() => 0))
  })
  it('gives whole percent, and a dash when there is nobody', () => {
    expect(share(1, 3)).toBe('33%')
    expect(share(0, 0)).toBe('—')
  })
})
