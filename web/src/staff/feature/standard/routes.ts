import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/staff/standards', component: () => import('./pages/OccupationsPage.vue'), meta: { title: '职业与标准', permission: 'standard.read' } },
  {
    path: '/staff/standards/levels/:levelId',
    component: () => import('./pages/LevelPage.vue'),
    props: true,
    meta: { title: '等级', permission: 'standard.read', trail: [['职业与标准', '/staff/standards']] },
  },
]
