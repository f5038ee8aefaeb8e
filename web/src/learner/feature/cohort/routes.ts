import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/me/classes', component: () => import('./pages/MyClassesPage.vue'), meta: { title: '我的班级' } },
  { path: '/classes/:classId', component: () => import('./pages/ClassPage.vue'), props: true, meta: { title: '班级' } },
]
