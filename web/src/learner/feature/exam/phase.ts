// Where a candidate stands with a sitting at a moment of the server's clock, and
// what the card says about it. The server decides again at the start.
import type { components } from '@/api/gen/exam'
import { duration, friendly } from '@/shared/format'

export type MySeat = components['schemas']['MySeat']

export type Phase = 'before' | 'check-in' | 'waiting' | 'open' | 'running' | 'ended' | 'absent' | 'late'

export function phaseOf(seat: MySeat, now: number): Phase {
  if (seat.state === 'submitted') return 'ended'
  if (seat.state === 'absent') return 'absent'
  if (seat.state === 'started') return 'running'
  if (now > Date.parse(seat.lateUntil)) return 'late'
  if (seat.state === 'checked_in') return now < Date.parse(seat.startsAt) ? 'waiting' : 'open'
  return now < Date.parse(seat.entryFrom) ? 'before' : 'check-in'
}

/** How long until the start, "09:59"; with days when it is far. */
export function untilStart(seat: MySeat, now: number): string {
  return duration(Math.ceil((Date.parse(seat.startsAt) - now) / 1000))
}

export function hintOf(seat: MySeat, now: number): string {
  const theory = seat.part === 'theory'
  switch (phaseOf(seat, now)) {
    case 'before':
      return `${friendly(seat.entryFrom)} 开始入场签到`
    case 'check-in':
      return '请到考场，向监考员出示准考证签到'
    case 'waiting':
      return theory ? `已签到，距开考 ${untilStart(seat, now)}` : '已签到，请按监考员安排参加考核'
    case 'open':
      return theory ? '已开考，可以进入考试' : '请按监考员安排参加考核'
    case 'running':
      return '考试正在进行'
    case 'ended':
      return '成绩发布后会通知您'
    case 'absent':
      return '没有在规定时间内签到'
    case 'late':
      return seat.state === 'checked_in' && !theory ? '请按监考员安排参加考核' : '已超过迟到截止时间'
  }
}

export const stateWords: Record<MySeat['state'], string> = { assigned: '待考', checked_in: '已签到', started: '考试中', submitted: '已交卷', absent: '缺考' }
export const partWords: Record<MySeat['part'], string> = { theory: '理论知识考试', skill: '技能考核' }

/** How often the server is asked again, in milliseconds: often while a check-in may come in. */
export function askAgain(seats: MySeat[], now: number): number {
  const near = seats.some((s) => ['check-in', 'waiting', 'open', 'running'].includes(phaseOf(s, now)) || Math.abs(Date.parse(s.entryFrom) - now) < 60_000)
  return near ? 5_000 : 60_000
}
