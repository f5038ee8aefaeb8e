import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '题库与试卷', title: '题库', path: '/staff/questions', permission: 'bank.read', order: 20, about: '试题、审核、版本、导入导出与题库体检' },
]
