import { describe, expect, it } from 'vitest'
import { draftOf, entryOf, type SkillRow } from './draft'

function row(skill: SkillRow['skill'], typed: boolean): SkillRow {
  return { accountId: 'a', name: '张三', idMasked: '', ticketNumber: '1', roomName: '', seat: 1, seatState: '', skill, typed, skillBy: '' }
}
const empty = row({ state: 'missing' }, false)
const scored = row({ state: 'scored', scoreHundredths: 7250 }, true)

describe('skill score drafts', () => {
  it('shows what the server holds', () => {
    expect(draftOf(scored)).toMatchObject({ text: '72.5', absent: false })
    expect(draftOf(row({ state: 'absent' }, true)).absent).toBe(true)
    // An absence that comes from the seat is not one that somebody typed.
    expect(draftOf(row({ state: 'absent' }, false)).absent).toBe(false)
  })
  it('sends hundredths with at most two decimals', () => {
    for (const [text, want] of [['60', 6000], ['59.99', 5999], ['100', 10000], ['0', 0], [' 72.5 ', 7250]] as const)
      expect(entryOf(empty, { ...draftOf(empty), text })).toEqual({ absent: false, scoreHundredths: want })
    for (const text of ['100.01', '-1', '60.555', '六十', '1e2', '6 0']) expect(typeof entryOf(empty, { ...draftOf(empty), text })).toBe('string')
  })
  it('sends nothing when nothing changed', () => {
    expect(entryOf(empty, draftOf(empty))).toBeUndefined()
    expect(entryOf(scored, draftOf(scored))).toBeUndefined()
    expect(entryOf(scored, { ...draftOf(scored), text: '72.50' })).toBeUndefined()
    expect(entryOf(scored, { ...draftOf(scored), absent: true })).toEqual({ absent: true })
    expect(typeof entryOf(scored, { ...draftOf(scored), text: '' })).toBe('string')
  })
})
