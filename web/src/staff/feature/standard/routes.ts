import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/staff/standards', component: () => import('./pages/OccupationsPage.vue'), meta: { title: '职业与标准', permission: 'standard.read' } },
  {
    path: '/staff/standards/levels/:levelId',
    component: () => import('./pages/LevelPage.vue'),
    props: true,
    meta: { title: '等级', permission: 'standard.read', trail: [['职业与标准', '/staff/standards']] },
  },
  {
    path: '/staff/standards/levels/:levelId/import',
    component: () => import('./pages/ImportTablesPage.vue'),
    props: true,
    meta: { title: '导入表格', permission: 'standard.write', trail: [['职业与标准', '/staff/standards']] },
  },
  {
    path: '/staff/standards/table-imports/:importId',
    component: () => import('./pages/TableImportPage.vue'),
    props: true,
    meta: { title: '导入表格', permission: 'standard.write', trail: [['职业与标准', '/staff/standards']] },
  },
  {
    path: '/staff/standards/levels/:levelId/versions/:number',
    component: () => import('./pages/TableVersionPage.vue'),
    props: true,
    meta: { title: '版本', permission: 'standard.read', trail: [['职业与标准', '/staff/standards']] },
  },
]
