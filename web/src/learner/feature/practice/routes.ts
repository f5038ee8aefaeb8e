import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/practice', component: () => import('./pages/PracticePage.vue'), meta: { title: '刷题', tab: true } },
  { path: '/practice/drills/:drillId', component: () => import('./pages/DrillPage.vue'), props: true, meta: { title: '练习' } },
  { path: '/practice/wrong', component: () => import('./pages/WrongPage.vue'), meta: { title: '错题本' } },
  { path: '/mocks', component: () => import('./pages/MocksPage.vue'), meta: { title: '模拟考试' } },
  { path: '/mocks/attempts/:attemptId', component: () => import('./pages/MockResultPage.vue'), props: true, meta: { title: '模拟成绩' } },
  { path: '/mocks/attempts/:attemptId/review', component: () => import('./pages/MockReviewPage.vue'), props: true, meta: { title: '逐题回顾' } },
  { path: '/mocks/:mockExamId', component: () => import('./pages/MockPage.vue'), props: true, meta: { title: '模拟考试' } },
]
