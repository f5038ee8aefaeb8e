import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '题库与试卷', title: '题库', path: '/staff/questions', permission: 'bank.read', order: 20, about: '试题、版本、导入与覆盖情况' },
]
