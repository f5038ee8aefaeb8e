import type { MeEntry } from '../../meEntries'

export const meEntries: MeEntry[] = [{ title: '我的成绩', path: '/me/results', icon: 'bar-chart-o', order: 40 }]
