// The list on 我的. A feature adds its lines by exporting `meEntries` from
// `./feature/<room>/index.ts`; order decides the place (10 我的报名, 20 我的班级,
// 30 我的考试, 40 我的成绩, 50 我的证书, 60 消息).
import type { Component } from 'vue'

export interface MeEntry {
  title: string
  path: string
  /** Name of a Vant icon. */
  icon: string
  order: number
  /** Small component at the right edge, a count of unread messages for example. */
  badge?: Component
}

const found = import.meta.glob<{ meEntries?: MeEntry[] }>('./feature/*/index.ts', { eager: true })

export function allMeEntries(): MeEntry[] {
  return Object.values(found)
    .flatMap((f) => f.meEntries ?? [])
    .sort((a, b) => a.order - b.order)
}
