// The sidebar. A feature exports `menu` from `./feature/<room>/menu.ts`; an
// entry shows when the session has its permission.
export interface MenuEntry {
  group: MenuGroup
  title: string
  path: string
  permission?: string
  /** Place within the group. */
  order: number
  /** One line for the overview page. */
  about?: string
}

/** The groups in the order of the college's year. */
export const groups = ['概览', '报名', '培训', '题库与试卷', '考试', '成绩与证书', '统计', '系统'] as const
export type MenuGroup = (typeof groups)[number]

export interface MenuSection {
  group: MenuGroup
  entries: MenuEntry[]
}

const found = import.meta.glob<{ menu: MenuEntry[] }>('./feature/*/menu.ts', { eager: true })

/** The menu of somebody who may do what `can` says. */
export function menuFor(can: (permission: string | undefined) => boolean, all = Object.values(found).flatMap((f) => f.menu)): MenuSection[] {
  return groups
    .map((group) => ({
      group,
      entries: all.filter((e) => e.group === group && can(e.permission)).sort((a, b) => a.order - b.order),
    }))
    .filter((s) => s.entries.length > 0)
}
