import type { MeEntry } from '../../meEntries'

export const meEntries: MeEntry[] = [{ title: '我的资料', path: '/me/profile', icon: 'user-o', order: 5 }]
