import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '报名', title: '培训项目', path: '/staff/programmes', permission: 'enrolment.read', order: 10, about: '建立项目，开放报名，打印招生海报' },
  { group: '报名', title: '报名审核', path: '/staff/reviews', permission: 'enrolment.read', order: 20, about: '核对材料，通过、退回或不通过' },
]
