import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/me/notices', component: () => import('./pages/NoticesPage.vue'), meta: { title: '消息' } },
]
