import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '系统', title: '员工账号', path: '/staff/accounts', permission: 'identity.read', order: 20, about: '建立账号，分配角色与数据范围' },
  { group: '系统', title: '角色权限', path: '/staff/roles', permission: 'identity.read', order: 30, about: '每个角色可以做什么' },
  { group: '系统', title: '审计记录', path: '/staff/audit', permission: 'audit.read', order: 40, about: '谁在什么时候做了什么' },
]
