import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/staff/certificates', component: () => import('./pages/CertificatesPage.vue'), meta: { title: '证书', permission: 'certificate.read' } },
]
