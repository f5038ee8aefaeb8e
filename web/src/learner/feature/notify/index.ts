import type { MeEntry } from '../../meEntries'
import UnreadBadge from './parts/UnreadBadge.vue'

export const meEntries: MeEntry[] = [{ title: '消息', path: '/me/notices', icon: 'chat-o', order: 60, badge: UnreadBadge }]
