import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/study', component: () => import('./pages/StudyPage.vue'), meta: { title: '学习', tab: true } },
  { path: '/study/:resourceId', component: () => import('./pages/ResourcePage.vue'), props: true, meta: { title: '学习' } },
]
