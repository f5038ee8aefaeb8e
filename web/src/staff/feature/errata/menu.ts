import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '题库与试卷', title: '纠错', path: '/staff/errata', permission: 'errata.read', order: 25, about: '学员反馈的试题错误，核对后回复' },
]
