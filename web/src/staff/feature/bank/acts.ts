// The steps of a question's life as pages offer them, for one question and for many.
import type { Question, ReviewerAction, WriterAction } from './useBank'

export interface Act {
  action: WriterAction | ReviewerAction
  label: string
  from: Question['state'][]
  review?: boolean
  to?: 'trial' | 'live'
  primary?: boolean
  /** Asked before the step; with `reason`, a reason is wanted. */
  about: string
  reason?: boolean
  /** Many questions rarely take it at once. */
  rare?: boolean
}

export const acts: Act[] = [
  { action: 'submit', label: '提交审核', from: ['draft'], primary: true, about: '提交后由另一位老师审核。' },
  { action: 'withdraw', label: '撤回', from: ['review'], about: '撤回后回到草稿。', rare: true },
  { action: 'approve', label: '审核通过并启用', from: ['review'], review: true, to: 'live', primary: true, about: '通过后可以进入试卷或练习。' },
  { action: 'approve', label: '通过，先试用', from: ['review'], review: true, to: 'trial', about: '试用期间练习和模拟会用到，正式考试不会。' },
  { action: 'return', label: '退回修改', from: ['review', 'trial'], review: true, about: '请写明要改什么，作者会看到。', reason: true },
  { action: 'promote', label: '正式启用', from: ['trial'], review: true, primary: true, about: '启用后正式考试也可以使用。' },
  { action: 'suspend', label: '暂停使用', from: ['trial', 'live'], about: '有疑问时先暂停，不再被抽取，查清后再恢复。请填写原因。', reason: true, rare: true },
  { action: 'resume', label: '恢复使用', from: ['suspended'], review: true, primary: true, about: '请写明核对的结果。', reason: true, rare: true },
  { action: 'retire', label: '停用', from: ['draft', 'review', 'trial', 'live', 'suspended'], about: '停用后不再进入新的试卷和练习，已经生成的试卷不受影响。请填写原因。', reason: true, rare: true },
  { action: 'restore', label: '恢复为草稿', from: ['retired'], about: '恢复后是草稿，需要重新审核。', rare: true },
]

type Taker = Pick<Question, 'state' | 'own'>

export const mayTake = (a: Act, can: (permission: string) => boolean) => can(a.review ? 'bank.review' : 'bank.write')
/** Waits for approval by somebody else than the reader. */
export const isForOthers = (a: Act, q: Taker) => a.action === 'approve' && q.own && a.from.includes(q.state)
export const fits = (a: Act, q: Taker) => a.from.includes(q.state) && !isForOthers(a, q)

/** What is said before many take the step. */
export function aboutMany(a: Act, chosen: Taker[]): string {
  const fit = chosen.filter((q) => fits(a, q)).length
  const others = chosen.filter((q) => isForOthers(a, q)).length
  const rest = chosen.length - fit - others
  const said = [fit === chosen.length ? `选中 ${fit} 道试题。` : `选中的 ${chosen.length} 道试题中，${fit} 道可以这样操作。`]
  if (others) said.push(`${others} 道是您编写或修改的，须由另一位老师审核。`)
  if (rest) said.push(`${rest} 道的状态不适合这一步。`)
  if (others + rest) said.push('不能处理的保持原样，会逐一列出。')
  return said.join('') + a.about
}
