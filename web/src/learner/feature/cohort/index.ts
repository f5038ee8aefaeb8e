import type { MeEntry } from '../../meEntries'

export const meEntries: MeEntry[] = [{ title: '我的班级', path: '/me/classes', icon: 'friends-o', order: 20 }]
