import type { MeEntry } from '../../meEntries'

export const meEntries: MeEntry[] = [{ title: '我的报名', path: '/me/applications', icon: 'orders-o', order: 10 }]
