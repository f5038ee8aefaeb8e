// How the bank's types, pools, states and steps are called.
import type { Pool, QuestionState, QuestionType } from './useBank'

export const types: { value: QuestionType; label: string; about: string }[] = [
  { value: 'single', label: '单选题', about: '一个正确选项' },
  { value: 'multiple', label: '多选题', about: '几个正确选项' },
  { value: 'judge', label: '判断题', about: '正确或错误' },
  { value: 'fill', label: '填空题', about: '一个或几个空，可填数值' },
  { value: 'short', label: '简答题', about: '参考答案和评分标准' },
  { value: 'calculation', label: '计算题', about: '过程和最终数值' },
  { value: 'essay', label: '论述题', about: '参考答案和评分标准' },
  { value: 'case', label: '案例题', about: '共用题干的几个小题' },
  { value: 'ordering', label: '排序题', about: '排出正确次序' },
  { value: 'matching', label: '匹配题', about: '左右配对' },
  { value: 'hotspot', label: '识图题', about: '在图上指出位置' },
]

export const pools: { value: Pool; label: string; about: string }[] = [
  { value: 'practice', label: '练习题库', about: '刷题' },
  { value: 'mock', label: '模拟题库', about: '模拟考试' },
  { value: 'exam', label: '考试题库', about: '只用于正式考试' },
]

export const states: { value: QuestionState; label: string; tone: 'success' | 'warning' | 'info' | 'danger' | 'primary' }[] = [
  { value: 'draft', label: '草稿', tone: 'info' },
  { value: 'review', label: '待审核', tone: 'warning' },
  { value: 'trial', label: '试用中', tone: 'primary' },
  { value: 'live', label: '使用中', tone: 'success' },
  { value: 'suspended', label: '已暂停', tone: 'danger' },
  { value: 'retired', label: '已停用', tone: 'info' },
]

export const difficulties = ['易', '较易', '中等', '较难', '难']

const fields: Record<string, string> = {
  type: '题型', stem: '题干', options: '选项', key: '答案', explanation: '解析', difficulty: '难度', elementId: '鉴定点', pictureIds: '图片', source: '出处', detail: '答案或小题',
}

const steps: Record<string, string> = {
  submit: '提交审核', withdraw: '撤回', approve: '审核通过', return: '退回修改', promote: '正式启用', suspend: '暂停使用', resume: '恢复使用', retire: '停用', restore: '恢复为草稿',
}

const labelIn = <T extends string>(list: { value: T; label: string }[], value: string) => list.find((x) => x.value === value)?.label ?? ''
export const typeWord = (type: string) => labelIn(types, type)
export const poolWord = (pool: string) => labelIn(pools, pool)
export const stateWord = (state: string) => labelIn(states, state)
export const stateTone = (state: string) => states.find((s) => s.value === state)?.tone ?? 'info'
export const fieldWord = (field: string) => fields[field] ?? ''
export const stepWord = (action: string) => steps[action] ?? ''
export const difficultyWord = (n: number) => difficulties[n - 1] ?? ''

/** "A、C", or 正确 and 错误. */
export function keyWords(key: string[]): string {
  return key.map((k) => (k === 'T' ? '正确' : k === 'F' ? '错误' : k)).join('、')
}
