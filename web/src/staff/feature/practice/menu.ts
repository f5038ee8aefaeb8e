import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '考试', title: '模拟考试', path: '/staff/mock-exams', permission: 'practice.read', order: 15, about: '安排模拟考试，查看学员成绩' },
]
