import type { MeEntry } from '../../meEntries'

export const meEntries: MeEntry[] = [{ title: '我的纠错', path: '/me/errata', icon: 'edit', order: 55 }]
