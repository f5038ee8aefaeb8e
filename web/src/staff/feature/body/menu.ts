import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '系统', title: '机构设置', path: '/staff/body', permission: 'body.write', order: 10, about: '名称、证书编号前缀、印章与各项规则' },
]
