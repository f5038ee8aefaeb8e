import type { RouteRecordRaw } from 'vue-router'

const classes: [string, string][] = [['分班', '/staff/classes']]

export const routes: RouteRecordRaw[] = [
  { path: '/staff/classes', component: () => import('./pages/ClassesPage.vue'), meta: { title: '分班', permission: 'cohort.read' } },
  { path: '/staff/classes/fill/:programmeId', component: () => import('./pages/FillPage.vue'), props: true, meta: { title: '自动分班', permission: 'cohort.write', trail: classes } },
  { path: '/staff/classes/:classId', component: () => import('./pages/ClassPage.vue'), props: true, meta: { title: '班级', permission: 'cohort.read', trail: classes } },
]
