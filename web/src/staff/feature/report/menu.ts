import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '统计', title: '培训漏斗', path: '/staff/report', permission: 'report.read', order: 10, about: '每个项目从扫码到取证走到了哪一步' },
]
