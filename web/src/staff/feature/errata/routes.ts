import type { RouteRecordRaw } from 'vue-router'

const trail: [string, string][] = [['纠错', '/staff/errata']]

export const routes: RouteRecordRaw[] = [
  { path: '/staff/errata', component: () => import('./pages/ErrataPage.vue'), meta: { title: '纠错', permission: 'errata.read' } },
  { path: '/staff/errata/:caseId', component: () => import('./pages/CasePage.vue'), props: true, meta: { title: '核对试题', permission: 'errata.read', trail } },
]
