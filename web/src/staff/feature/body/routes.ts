import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/staff/body', component: () => import('./pages/BodyPage.vue'), meta: { title: '机构设置', permission: 'body.write' } },
]
