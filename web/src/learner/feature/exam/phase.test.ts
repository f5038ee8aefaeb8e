import { describe, expect, it } from 'vitest'
import { askAgain, hintOf, phaseOf, type MySeat } from './phase'

const base: MySeat = {
  id: 'x', planTitle: '认定', levelTitle: '车工', part: 'theory', minutes: 90, siteName: '', address: '', place: '', roomName: '一考场', seat: 1,
  ticketNumber: '2026010100101', state: 'assigned',
  entryFrom: '2026-11-25T00:30:00Z', startsAt: '2026-11-25T01:00:00Z', lateUntil: '2026-11-25T01:30:00Z', endsAt: '2026-11-25T02:30:00Z',
}
const at = (time: string) => Date.parse(`2026-11-25T${time}Z`)

describe('phaseOf', () => {
  it.each([
    ['assigned', '00:29:59', 'before'],
    ['assigned', '00:30:00', 'check-in'],
    ['assigned', '01:30:01', 'late'],
    ['checked_in', '00:59:59', 'waiting'],
    ['checked_in', '01:00:00', 'open'],
    ['checked_in', '01:30:01', 'late'],
    ['started', '03:00:00', 'running'],
    ['submitted', '00:00:00', 'ended'],
    ['absent', '02:00:00', 'absent'],
  ] as const)('%s at %s is %s', (state, time, phase) => {
    expect(phaseOf({ ...base, state }, at(time))).toBe(phase)
  })
})

describe('hintOf', () => {
  it('counts down by the given clock', () => {
    expect(hintOf({ ...base, state: 'checked_in' }, at('00:50:01'))).toContain('09:59')
  })
  it('never counts for a skill part', () => {
    expect(hintOf({ ...base, part: 'skill', state: 'checked_in' }, at('00:50:01'))).not.toMatch(/\d\d:\d\d/)
  })
})

it('asks often only near a sitting', () => {
  expect(askAgain([base], at('00:00:00'))).toBe(60_000)
  expect(askAgain([base], at('00:45:00'))).toBe(5_000)
  expect(askAgain([{ ...base, state: 'submitted' }], at('00:45:00'))).toBe(60_000)
})
