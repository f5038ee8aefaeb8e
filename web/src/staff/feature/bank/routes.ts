import type { RouteRecordRaw } from 'vue-router'

const trail: [string, string][] = [['题库', '/staff/questions']]

export const routes: RouteRecordRaw[] = [
  { path: '/staff/questions', component: () => import('./pages/QuestionsPage.vue'), meta: { title: '题库', permission: 'bank.read' } },
  { path: '/staff/questions/new', component: () => import('./pages/NewQuestionPage.vue'), meta: { title: '新建试题', permission: 'bank.write', trail } },
  { path: '/staff/questions/health', component: () => import('./pages/HealthPage.vue'), meta: { title: '题库体检', permission: 'bank.read', trail } },
  { path: '/staff/questions/:questionId', component: () => import('./pages/QuestionPage.vue'), props: true, meta: { title: '试题', permission: 'bank.read', trail } },
  { path: '/staff/questions/:questionId/edit', component: () => import('./pages/EditQuestionPage.vue'), props: true, meta: { title: '修改试题', permission: 'bank.write', trail } },
]
