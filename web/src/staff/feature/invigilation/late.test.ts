import { describe, expect, it } from 'vitest'
import { later, moment, rowsOf, said, verdict, why, type LateAnswer, type LatePerson } from './late'

const answer: LateAnswer = {
  id: 'a', q: 3, value: 'B', held: '', reason: 'closed', oldPage: false, deviceAt: '2026-11-25T01:00:00Z', receivedAt: '2026-11-25T01:10:00Z',
  afterSeconds: 200, decisions: [],
}
const person: LatePerson = {
  seatId: 's', roomName: '一考场', seat: 1, ticketNumber: '1', name: '张三', closedAt: '2026-11-25T01:05:00Z', handedIn: false, answers: [answer, { ...answer, id: 'b' }],
}

describe('late answers', () => {
  it('says by how much', () => {
    expect(later(20)).toBe('20 秒')
    expect(later(180)).toBe('3 分钟')
    expect(later(200)).toBe('3 分 20 秒')
    expect(later(3900)).toBe('1 小时 5 分')
  })

  it('says why', () => {
    expect(why(answer, person)).toBe('收卷后 3 分 20 秒')
    expect(why(answer, { ...person, handedIn: true })).toBe('交卷后 3 分 20 秒')
    expect(why({ ...answer, reason: 'late', afterSeconds: 20 }, person)).toBe('作答截止后 20 秒')
    expect(why({ ...answer, reason: 'stale', oldPage: true, afterSeconds: 0 }, person)).toBe('来自已被其他设备或页面接替的页面')
    expect(why({ ...answer, oldPage: true }, person)).toBe('收卷后 3 分 20 秒，且来自已被其他设备或页面接替的页面')
  })

  it('says what was answered and decided', () => {
    expect([said('T'), said('F'), said('AC'), said(''), said('', true)]).toEqual(['正确', '错误', 'AC', '未作答', '清空答案'])
    expect(verdict(answer).word).toBe('未处理')
    const decided = { reason: '断网', decidedBy: '考务', decidedAt: '2026-11-25T02:00:00Z' }
    expect(verdict({ ...answer, decisions: [{ ...decided, counted: true }, { ...decided, counted: false }] }).word).toBe('不采用')
  })

  it('says when, by the clock of China', () => {
    expect(moment(answer.receivedAt, person)).toBe('09:10:00')
    expect(moment('2026-11-25T23:00:00Z', person)).toBe('11-26 07:00:00')
  })

  it('spans the lines of one person', () => {
    expect(rowsOf([person]).map((r) => r.span)).toEqual([2, 0])
  })
})
