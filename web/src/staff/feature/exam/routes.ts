import type { RouteRecordRaw } from 'vue-router'

const plans: [string, string] = ['认定计划', '/staff/exam-plans']

export const routes: RouteRecordRaw[] = [
  { path: '/staff/exam-plans', component: () => import('./pages/PlansPage.vue'), meta: { title: '认定计划', permission: 'exam.read' } },
  { path: '/staff/exam-plans/:planId', component: () => import('./pages/PlanPage.vue'), props: true, meta: { title: '计划详情', permission: 'exam.read', trail: [plans] } },
  { path: '/staff/exam-plans/sessions/:sessionId', component: () => import('./pages/SessionPage.vue'), props: true, meta: { title: '场次', permission: 'exam.read', trail: [plans] } },
  { path: '/staff/check-in', component: () => import('./pages/CheckInListPage.vue'), meta: { title: '签到', permission: 'exam.check_in' } },
  { path: '/staff/check-in/:sessionId', component: () => import('./pages/CheckInPage.vue'), props: true, meta: { title: '现场签到', permission: 'exam.check_in', trail: [['签到', '/staff/check-in']] } },
]
