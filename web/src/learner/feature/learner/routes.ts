import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/me/profile', component: () => import('./pages/ProfilePage.vue'), meta: { title: '我的资料' } },
]
