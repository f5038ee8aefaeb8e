import type { MeEntry } from '../../meEntries'

export const meEntries: MeEntry[] = [{ title: '我的证书', path: '/me/certificates', icon: 'certificate', order: 50 }]
