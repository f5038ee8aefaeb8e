import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '培训', title: '分班', path: '/staff/classes', permission: 'cohort.read', order: 10, about: '建立班级，安排学员和课表，通知开班' },
]
