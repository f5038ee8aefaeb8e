import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/mocks/:mockExamId/ranking', component: () => import('./pages/RankingPage.vue'), props: true, meta: { title: '排行榜' } },
]
