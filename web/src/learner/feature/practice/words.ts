// Words for what the server names by codes.
import type { Drill, Mode, MyMock, QuestionType } from './usePractice'

export const typeWords: Record<QuestionType, string> = { single: '单选题', multiple: '多选题', judge: '判断题' }
export const typeHints: Record<QuestionType, string> = { single: '选一项', multiple: '选两项或更多', judge: '判断对错' }
export const modeWords: Record<Mode, string> = { sequential: '顺序练习', random: '随机练习', row: '专项练习', wrong: '错题练习' }

/** ["A","C"] → "A、C"; a judge's T → "正确". */
export function keyWords(keys: string[]): string {
  if (keys.length === 0) return '未作答'
  return keys.map((k) => ({ T: '正确', F: '错误' })[k] ?? k).join('、')
}

export interface Choosable {
  type: QuestionType
}

/** The choice after a tap: one option, or one more or less of several. */
export function chosen(q: Choosable, before: string[], key: string): string[] {
  if (q.type !== 'multiple') return [key]
  return before.includes(key) ? before.filter((k) => k !== key) : [...before, key].sort()
}

/** What stands on the button that begins a sequential drill. */
export function resumeWords(drill: Drill | undefined): string {
  if (!drill || drill.answered >= drill.total) return '从第 1 题开始'
  return `继续第 ${drill.position} 题`
}

export function share(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 100) : 0
}

export const passPercent = 60

/** Passed when 60 of 100 points are there. */
export function passed(got: number, of: number): boolean {
  return got * 100 >= of * passPercent
}

export type MockPhase = 'running' | 'open' | 'early' | 'over' | 'used'

/** Where a mock stands for the trainee at a moment. */
export function mockPhase(m: MyMock, now: number): MockPhase {
  if (m.openAttemptId) return 'running'
  if (m.state !== 'published' || (m.closesAt && now >= Date.parse(m.closesAt))) return 'over'
  if (now < Date.parse(m.opensAt)) return 'early'
  return m.triesUsed >= m.tries ? 'used' : 'open'
}

export const mockPhases: Record<MockPhase, { word: string; tone: 'primary' | 'success' | 'warning' | 'default' }> = {
  running: { word: '进行中', tone: 'warning' },
  open: { word: '可以开始', tone: 'success' },
  early: { word: '还没开始', tone: 'primary' },
  used: { word: '次数已用完', tone: 'default' },
  over: { word: '已结束', tone: 'default' },
}

/** 4805 seconds → "80 分 5 秒". */
export function took(seconds: number): string {
  const s = Math.max(0, Math.round(seconds))
  if (s < 60) return `${s} 秒`
  return s % 60 === 0 ? `${s / 60} 分` : `${Math.floor(s / 60)} 分 ${s % 60} 秒`
}
