import type { RouteRecordRaw } from 'vue-router'

const blueprints: [string, string][] = [['组卷', '/staff/blueprints']]

export const routes: RouteRecordRaw[] = [
  { path: '/staff/blueprints', component: () => import('./pages/BlueprintsPage.vue'), meta: { title: '组卷', permission: 'paper.read' } },
  { path: '/staff/blueprints/new', component: () => import('./pages/NewBlueprintPage.vue'), meta: { title: '新建蓝图', permission: 'paper.write', trail: blueprints } },
  { path: '/staff/blueprints/:blueprintId', component: () => import('./pages/BlueprintPage.vue'), props: true, meta: { title: '组卷蓝图', permission: 'paper.read', trail: blueprints } },
  { path: '/staff/papers', component: () => import('./pages/FormsPage.vue'), meta: { title: '试卷', permission: 'paper.read' } },
  { path: '/staff/papers/:formId', component: () => import('./pages/FormPage.vue'), props: true, meta: { title: '试卷', permission: 'paper.read', trail: [['试卷', '/staff/papers']] } },
  {
    path: '/staff/papers/:formId/print', alias: '/staff/forms/:formId/print', component: () => import('./pages/PrintPage.vue'), props: true,
    meta: { title: '打印试卷', permission: 'paper.read', bare: true },
  },
]
