// How papers, their types, pools and states are called.
import type { Approval, Pool, Purpose, SectionType } from './usePaper'

export const purposes: { value: Purpose; label: string; about: string; pool: Pool }[] = [
  { value: 'exam', label: '正式考试', about: '从考试题库抽题', pool: 'exam' },
  { value: 'mock', label: '模拟考试', about: '从模拟题库抽题', pool: 'mock' },
]

/** `title` is what the server prints above a section without one of its own. */
export const types: { value: SectionType; label: string; title: string }[] = [
  { value: 'single', label: '单选题', title: '单项选择题' },
  { value: 'multiple', label: '多选题', title: '多项选择题' },
  { value: 'judge', label: '判断题', title: '判断题' },
  { value: 'fill', label: '填空题', title: '填空题' },
  { value: 'short', label: '简答题', title: '简答题' },
  { value: 'calculation', label: '计算题', title: '计算题' },
  { value: 'essay', label: '论述题', title: '论述题' },
  { value: 'case', label: '案例题', title: '案例分析题' },
  { value: 'ordering', label: '排序题', title: '排序题' },
  { value: 'matching', label: '匹配题', title: '匹配题' },
  { value: 'hotspot', label: '识图题', title: '识图题' },
]

/** Types that are answered by choosing: only papers of these are sat on a screen. */
export const chosen: readonly SectionType[] = ['single', 'multiple', 'judge']

export const approvals: Record<Approval, { word: string; tone: 'warning' | 'success' | 'danger' }> = {
  pending: { word: '待审批', tone: 'warning' },
  approved: { word: '已通过', tone: 'success' },
  rejected: { word: '未通过', tone: 'danger' },
}

export const poolOf = (purpose: Purpose): Pool => (purpose === 'exam' ? 'exam' : 'mock')
export const purposeWord = (p: string) => purposes.find((x) => x.value === p)?.label ?? ''
export const typeWord = (t: string) => types.find((x) => x.value === t)?.label ?? ''

/** 正确 and 错误 for a judge question, letters for the others. */
export const keyWord = (key: string) => (key === 'T' ? '正确' : key === 'F' ? '错误' : key)

export const ordinals = '一二三四五六七八九十'
