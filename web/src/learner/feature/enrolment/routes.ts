import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./pages/HomePage.vue'), meta: { title: '首页', tab: true, public: true } },
  { path: '/programmes/:slug', component: () => import('./pages/ProgrammePage.vue'), props: true, meta: { title: '培训项目', public: true } },
  { path: '/applications/:id', component: () => import('./pages/ApplicationPage.vue'), props: true, meta: { title: '报名' } },
  { path: '/me/applications', component: () => import('./pages/MyApplicationsPage.vue'), meta: { title: '我的报名' } },
]
