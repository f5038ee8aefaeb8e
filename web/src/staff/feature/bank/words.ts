// How the bank's types, pools and states are called.
import type { Pool, QuestionState, QuestionType, Verdict } from './useBank'

export const types: { value: QuestionType; label: string }[] = [
  { value: 'single', label: '单选题' },
  { value: 'multiple', label: '多选题' },
  { value: 'judge', label: '判断题' },
]

export const pools: { value: Pool; label: string; about: string }[] = [
  { value: 'practice', label: '练习题库', about: '用于刷题和模拟考试' },
  { value: 'exam', label: '考试题库', about: '只用于正式考试，练习中不会出现' },
]

export const states: { value: QuestionState; label: string }[] = [
  { value: 'live', label: '使用中' },
  { value: 'draft', label: '草稿' },
  { value: 'retired', label: '已停用' },
]

export const verdicts: { value: Verdict; label: string }[] = [
  { value: 'accepted', label: '可导入' },
  { value: 'rejected', label: '有错误' },
  { value: 'unchanged', label: '题库中已有' },
]

export const difficulties = ['易', '较易', '中等', '较难', '难']

const fields: Record<string, string> = {
  type: '题型', stem: '题干', options: '选项', key: '答案', explanation: '解析', difficulty: '难度', elementId: '鉴定点', pictureIds: '图片', source: '出处',
}

const labelIn = <T extends string>(list: { value: T; label: string }[], value: string) => list.find((x) => x.value === value)?.label ?? ''
export const typeWord = (type: string) => labelIn(types, type)
export const poolWord = (pool: string) => labelIn(pools, pool)
export const stateWord = (state: string) => labelIn(states, state)
export const verdictWord = (verdict: string) => labelIn(verdicts, verdict)
export const fieldWord = (field: string) => fields[field] ?? ''
export const difficultyWord = (n: number) => difficulties[n - 1] ?? ''

/** "A、C", or 正确 and 错误. */
export function keyWords(key: string[]): string {
  return key.map((k) => (k === 'T' ? '正确' : k === 'F' ? '错误' : k)).join('、')
}
