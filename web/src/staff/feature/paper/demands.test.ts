import { describe, expect, it } from 'vitest'
import { defaultDemands, filledDemands, fromContract, nextBand, noDemands, relax, relaxAll, toContract } from './demands'

describe('demands', () => {
  it('sends nothing of what is off', () => expect(toContract(noDemands())).toEqual({}))

  it('starts with the shares of the guide and balanced answers', () =>
    expect(toContract(defaultDemands())).toEqual({
      importance: { xPercent: 80, yPercent: 15, zPercent: 5, toleranceItems: 0, soft: true },
      keys: { singlePercent: 40, judgePercent: 60 },
    }))

  it.each([
    {},
    { difficulty: { target: 0.45, tolerance: 0.05 }, bands: [{ from: 0, to: 0.4, minPercent: 30, maxPercent: 0 }] },
    { restDays: 90, maxUse: 2, earlier: { forms: 4, maxPercent: 25 }, repeatPoints: true },
    { parallel: { withinPoints: 1, maxOverlapPercent: 0 } },
    { parallel: { withinPoints: 2 } },
    { keys: { singlePercent: 30, judgePercent: 0 } },
  ])('gives back what was stored: %o', (stored) => expect(toContract(fromContract(stored))).toEqual(stored))

  it('tells an emptied box and a band upside down', () => {
    const d = defaultDemands()
    expect(filledDemands(d)).toBe(true)
    d.keys.single = undefined as unknown as number
    expect(filledDemands(d)).toBe(false)
    d.keys.on = false
    expect(filledDemands(d)).toBe(true)
    d.bands.push({ ...nextBand([]), from: 0.5, to: 0.5 })
    expect(filledDemands(d)).toBe(false)
  })

  it('goes on along the scale', () => {
    const bands = [nextBand([])]
    bands.push(nextBand(bands))
    bands.push(nextBand(bands))
    expect(bands.map((b) => [b.from, b.to])).toEqual([[0, 0.4], [0.4, 0.7], [0.7, 1]])
  })
})

describe('a way out', () => {
  it.each([
    ['difficulty', { tolerance: 0.12 }, { difficulty: { target: 0.4, tolerance: 0.12 } }],
    ['difficulty', { off: true }, { difficulty: undefined }],
    ['exposure.use', { maxUse: 9 }, { maxUse: 9 }],
    ['exposure.use', { off: true }, { maxUse: undefined }],
    ['importance.y', { yPercent: 30 }, { importance: { xPercent: 80, yPercent: 30, zPercent: 5, toleranceItems: 0, soft: true } }],
    ['keys.judge', { judgePercent: 100 }, { keys: { singlePercent: 40, judgePercent: 0 } }],
    ['exposure.rest', { restDays: 0 }, { restDays: undefined }],
    ['exposure.rest', { restDays: 7 }, { restDays: 7 }],
    ['earlier', { maxPercent: 60 }, { earlier: { forms: 3, maxPercent: 60 } }],
    ['points', { off: true }, { repeatPoints: true }],
    ['parallel.overlap', { maxPercent: 40 }, { parallel: { withinPoints: 1, maxOverlapPercent: 40 } }],
    ['parallel.within', { withinPoints: 3 }, { parallel: { withinPoints: 3, maxOverlapPercent: 10 } }],
    ['band', { off: true }, { bands: undefined }],
  ])('of %s by %o', (name, to, sent) => {
    const d = defaultDemands()
    for (const part of [d.difficulty, d.rest, d.use, d.earlier, d.overlap]) part.on = true
    d.bands.push(nextBand([]))
    expect(relax(d, { name, to, params: { band: 1 } })).toBe(true)
    const now = toContract(d)
    for (const [field, value] of Object.entries(sent)) expect(now[field as keyof typeof now]).toEqual(value)
  })

  it('takes several at once, bands by the numbers that they had', () => {
    const d = defaultDemands()
    d.bands.push(nextBand([]))
    d.bands.push(nextBand(d.bands))
    d.bands.push(nextBand(d.bands))
    const off = { off: true }
    relaxAll(d, [{ name: 'band', params: { band: 1 }, to: off }, { name: 'importance.x', params: {}, to: { xPercent: 0 } }, { name: 'band', params: { band: 2 }, to: off }])
    expect(d.bands.map((b) => b.from)).toEqual([0.7])
    expect(d.importance.x).toBe(0)
  })

  it('leaves alone what the form does not hold', () => {
    expect(relax(defaultDemands(), { name: 'enemies', params: {}, to: { off: true } })).toBe(false)
  })
})
