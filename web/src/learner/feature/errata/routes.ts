import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/me/errata', component: () => import('./pages/MyErrataPage.vue'), meta: { title: '我的纠错' } },
]
