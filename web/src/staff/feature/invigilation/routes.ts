import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/staff/invigilation', component: () => import('./pages/InvigilationListPage.vue'), meta: { title: '监考', permission: 'invigilation.read' } },
  { path: '/staff/invigilation/:sessionId', component: () => import('./pages/LivePage.vue'), props: true, meta: { title: '实时监考', permission: 'invigilation.read', trail: [['监考', '/staff/invigilation']] } },
]
