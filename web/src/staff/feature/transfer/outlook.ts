// What a commit would do with an import, and why it cannot be done yet.
import type { Import } from './useTransfer'

export interface Choice {
  goodRowsOnly: boolean
  updateChanged: boolean
}

/** Rows of which somebody said that they replace what the bank holds. */
export interface Meant {
  changed: number
  conflict: number
}

export interface Outlook {
  /** Questions that would come in or get a new version. */
  count: number
  /** Rows that nobody has decided on. */
  open: number
  /** Why the import cannot start; empty when it can. */
  reason: string
}

type Counts = Pick<Import, 'accepted' | 'rejected' | 'changed' | 'conflict' | 'unchanged'>

export function outlook(i: Counts, meant: Meant, choice: Choice): Outlook {
  const replacing = meant.conflict + (choice.updateChanged ? i.changed : meant.changed)
  const count = i.accepted + replacing
  const open = [
    { n: i.rejected, word: '行有错误' },
    { n: i.conflict - meant.conflict, word: '行答案冲突' },
    { n: choice.updateChanged ? 0 : i.changed - meant.changed, word: '行内容有变' },
  ].filter((x) => x.n > 0)
  const left = open.reduce((sum, x) => sum + x.n, 0)
  let reason = ''
  if (left && !choice.goodRowsOnly) reason = `还有 ${open.map((x) => `${x.n} ${x.word}`).join('、')}，要全部处理好才能导入。请改正、选择不导入这些行，或只导入没有错误的。`
  else if (count === 0) reason = i.unchanged && !left ? '文件里的题题库中都已经有了，没有新的题要导入。' : '没有可以导入的题，请先改正有错误的行。'
  return { count, open: left, reason }
}
