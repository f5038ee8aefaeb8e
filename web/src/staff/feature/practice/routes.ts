import type { RouteRecordRaw } from 'vue-router'

const mocks: [string, string][] = [['模拟考试', '/staff/mock-exams']]

export const routes: RouteRecordRaw[] = [
  { path: '/staff/mock-exams', component: () => import('./pages/MockExamsPage.vue'), meta: { title: '模拟考试', permission: 'practice.read' } },
  { path: '/staff/mock-exams/:mockExamId', component: () => import('./pages/MockExamPage.vue'), props: true, meta: { title: '成绩与排行', permission: 'practice.read', trail: mocks } },
]
