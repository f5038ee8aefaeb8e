import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [{ path: '/exams', component: () => import('./pages/ExamsPage.vue'), meta: { title: '考试', tab: true } }]
