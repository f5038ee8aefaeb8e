import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '成绩与证书', title: '证书', path: '/staff/certificates', permission: 'certificate.read', order: 30, about: '发证、查看和撤销证书' },
]
