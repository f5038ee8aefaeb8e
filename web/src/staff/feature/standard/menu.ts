import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '题库与试卷', title: '职业与标准', path: '/staff/standards', permission: 'standard.read', order: 10, about: '权重表与鉴定要素细目表' },
]
