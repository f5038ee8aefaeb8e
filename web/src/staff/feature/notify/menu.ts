import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '系统', title: '通知记录', path: '/staff/notices', permission: 'notify.read', order: 50, about: '通知了谁，微信和短信是否送达' },
]
