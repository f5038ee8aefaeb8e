import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '成绩与证书', title: '技能评分', path: '/staff/skill-scores', permission: 'result.mark', order: 10, about: '录入技能考核成绩' },
  { group: '成绩与证书', title: '成绩', path: '/staff/results', permission: 'result.read', order: 20, about: '两人复核、发布成绩' },
]
