import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [{ group: '概览', title: '首页', path: '/staff', order: 10 }]
