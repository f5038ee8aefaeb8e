import { expect, it } from 'vitest'
import { menuFor, type MenuEntry } from './menu'

const all: MenuEntry[] = [
  { group: '系统', title: '审计记录', path: '/staff/audit', permission: 'audit.read', order: 30 },
  { group: '系统', title: '员工账号', path: '/staff/accounts', permission: 'identity.read', order: 10 },
  { group: '概览', title: '首页', path: '/staff', order: 10 },
]

it('shows what the person may open, in order, and no empty group', () => {
  const titles = (can: (p?: string) => boolean) => menuFor(can, all).map((s) => [s.group, ...s.entries.map((e) => e.title)])
  expect(titles(() => true)).toEqual([['概览', '首页'], ['系统', '员工账号', '审计记录']])
  expect(titles((p) => !p)).toEqual([['概览', '首页']])
})
