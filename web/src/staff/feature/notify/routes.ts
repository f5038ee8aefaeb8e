import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/staff/notices', component: () => import('./pages/NoticesPage.vue'), meta: { title: '通知记录', permission: 'notify.read' } },
]
