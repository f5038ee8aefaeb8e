// Tabs of a class's page that other features bring, by exporting `classTabs`
// from `./feature/<room>/classTabs.ts`. The component gets the class's id and
// whether the class still changes.
import type { Component } from 'vue'

export interface ClassTab {
  /** In the address, ?tab=. */
  name: string
  title: string
  order: number
  permission: string
  component: Component
}

const found = import.meta.glob<{ classTabs: ClassTab[] }>('./feature/*/classTabs.ts', { eager: true })

export function classTabs(): ClassTab[] {
  return Object.values(found)
    .flatMap((f) => f.classTabs)
    .sort((a, b) => a.order - b.order)
}
