import { defineAsyncComponent } from 'vue'
import type { ClassTab } from '../../classTabs'

export const classTabs: ClassTab[] = [
  { name: 'resources', title: '学习资料', order: 40, permission: 'learning.read', component: defineAsyncComponent(() => import('./parts/ResourcesTab.vue')) },
  { name: 'progress', title: '学习进度', order: 50, permission: 'learning.read', component: defineAsyncComponent(() => import('./parts/ProgressTab.vue')) },
]
