import type { RouteRecordRaw } from 'vue-router'

const trail: [string, string][] = [['题库', '/staff/questions'], ['导入导出', '/staff/questions/transfer']]

export const routes: RouteRecordRaw[] = [
  { path: '/staff/questions/transfer', component: () => import('./pages/TransferPage.vue'), meta: { title: '导入导出', permission: 'bank.write', trail: trail.slice(0, 1) } },
  { path: '/staff/questions/transfer/:importId', component: () => import('./pages/ImportPage.vue'), props: true, meta: { title: '导入试题', permission: 'bank.write', trail } },
  {
    path: '/staff/questions/transfer/:importId/rows/:position(\\d+)',
    component: () => import('./pages/MendRowPage.vue'),
    props: (route) => ({ importId: route.params.importId, position: Number(route.params.position) }),
    meta: { title: '改正试题', permission: 'bank.write', trail },
  },
]
