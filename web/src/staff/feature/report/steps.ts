// The funnel's steps in the order of the college's year, and what each share
// is a share of.
import type { components } from '@/api/gen/report'

export type Steps = components['schemas']['FunnelSteps']
export type Funnel = components['schemas']['Funnel']

export const steps: readonly { key: keyof Steps; name: string; about: string }[] = [
  { key: 'scanned', name: '扫码', about: '通过海报进来的访客' },
  { key: 'applied', name: '报名', about: '开始填写报名' },
  { key: 'submitted', name: '提交', about: '提交过报名材料' },
  { key: 'approved', name: '通过', about: '审核通过' },
  { key: 'assigned', name: '分班', about: '已编入培训班' },
  { key: 'studied', name: '学习', about: '打开过班级资料' },
  { key: 'mocked', name: '模拟', about: '完成过模拟考试' },
  { key: 'sat', name: '参考', about: '参加统一考试（理论）' },
  { key: 'passed', name: '合格', about: '两科合格且成绩已发布' },
  { key: 'certified', name: '取证', about: '持有有效证书' },
]

/** Adds the steps of several programmes up. */
export function sum(list: readonly Steps[]): Steps {
  const total = Object.fromEntries(steps.map((s) => [s.key, 0])) as Steps
  for (const one of list) for (const s of steps) total[s.key] += one[s.key]
  return total
}

/** Share of those who applied, in whole percent; a dash without anybody. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '—' : `${Math.round((part * 100) / whole)}%`
}
