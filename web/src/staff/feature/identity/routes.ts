import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/staff/login', component: () => import('./pages/LoginPage.vue'), meta: { title: '登录', public: true } },
  { path: '/staff/password', component: () => import('./pages/PasswordPage.vue'), meta: { title: '修改密码', bare: true } },
]
