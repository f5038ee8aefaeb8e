import type { RouteRecordRaw } from 'vue-router'

const programmes: [string, string][] = [['培训项目', '/staff/programmes']]
const reviews: [string, string][] = [['报名审核', '/staff/reviews']]

export const routes: RouteRecordRaw[] = [
  { path: '/staff/programmes', component: () => import('./pages/ProgrammesPage.vue'), meta: { title: '培训项目', permission: 'enrolment.read' } },
  { path: '/staff/programmes/new', component: () => import('./pages/ProgrammePage.vue'), meta: { title: '新建培训项目', permission: 'enrolment.write', trail: programmes } },
  { path: '/staff/programmes/:programmeId', component: () => import('./pages/ProgrammePage.vue'), props: true, meta: { title: '项目详情', permission: 'enrolment.read', trail: programmes } },
  { path: '/staff/posters/:posterId', component: () => import('./pages/PosterPage.vue'), props: true, meta: { title: '招生海报', permission: 'enrolment.read', bare: true } },
  { path: '/staff/reviews', component: () => import('./pages/QueuePage.vue'), meta: { title: '报名审核', permission: 'enrolment.read' } },
  { path: '/staff/reviews/:applicationId', component: () => import('./pages/DeskPage.vue'), props: true, meta: { title: '审核报名', permission: 'enrolment.read', trail: reviews } },
]
