import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '考试', title: '认定计划', path: '/staff/exam-plans', permission: 'exam.read', order: 10, about: '考生、场次、考场、座位与准考证' },
  { group: '考试', title: '签到', path: '/staff/check-in', permission: 'exam.check_in', order: 20, about: '凭准考证核对照片并签到' },
]
