import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/staff/report', component: () => import('./pages/FunnelPage.vue'), meta: { title: '培训漏斗', permission: 'report.read' } },
]
