import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/me/results', component: () => import('./pages/ResultsPage.vue'), meta: { title: '我的成绩' } },
]
