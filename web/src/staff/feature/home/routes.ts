import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [{ path: '/staff', component: () => import('./pages/HomePage.vue'), meta: { title: '首页' } }]
