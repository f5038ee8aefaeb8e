import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '考试', title: '监考', path: '/staff/invigilation', permission: 'invigilation.read', order: 30, about: '考场实时情况、通知、补时、异常与迟到答案' },
]
