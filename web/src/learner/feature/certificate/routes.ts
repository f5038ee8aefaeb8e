import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/me/certificates', component: () => import('./pages/CertificatesPage.vue'), meta: { title: '我的证书' } },
  { path: '/verify', component: () => import('./pages/LookupPage.vue'), meta: { title: '证书查询', public: true } },
  { path: '/verify/:code', component: () => import('./pages/VerifyPage.vue'), props: true, meta: { title: '证书验证', public: true } },
]
