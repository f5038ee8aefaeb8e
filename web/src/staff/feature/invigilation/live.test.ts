import { describe, expect, it } from 'vitest'
import { saveAge, type LiveSeat } from './live'

const seat: LiveSeat = {
  seatId: 'x', roomName: '一考场', seat: 1, ticketNumber: '1', name: '张三', idMasked: '', state: 'started', answered: 3, questions: 100,
  takeovers: 0, late: 0, startedAt: '2026-11-25T01:00:00Z', lastSaveAt: '2026-11-25T01:10:00Z',
}
const at = (time: string) => Date.parse(`2026-11-25T${time}Z`)

describe('saveAge', () => {
  it.each([
    ['01:10:30', 'good', '30 秒前 · 正常'],
    ['01:12:00', 'slow', '2 分钟前 · 稍久'],
    ['01:15:00', 'silent', '5 分钟前 · 请查看'],
  ])('at %s', (time, tone, word) => {
    expect(saveAge(seat, at(time))).toEqual({ tone, word })
  })
  it('counts from the start when nothing was saved', () => {
    expect(saveAge({ ...seat, lastSaveAt: undefined }, at('01:06:00')).tone).toBe('silent')
  })
  it('is silent about those who do not write', () => {
    expect(saveAge({ ...seat, state: 'submitted' }, at('05:00:00')).tone).toBe('none')
  })
})
