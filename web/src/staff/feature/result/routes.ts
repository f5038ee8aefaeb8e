import type { RouteRecordRaw } from 'vue-router'

const results: [string, string][] = [['成绩', '/staff/results']]
const skill: [string, string][] = [['技能评分', '/staff/skill-scores']]

export const routes: RouteRecordRaw[] = [
  { path: '/staff/results', component: () => import('./pages/ResultsPage.vue'), meta: { title: '成绩', permission: 'result.read' } },
  { path: '/staff/results/:planId', component: () => import('./pages/ResultPage.vue'), props: true, meta: { title: '计划成绩', permission: 'result.read', trail: results } },
  { path: '/staff/skill-scores', component: () => import('./pages/SkillPlansPage.vue'), meta: { title: '技能评分', permission: 'result.mark' } },
  { path: '/staff/skill-scores/:planId', component: () => import('./pages/SkillScoresPage.vue'), props: true, meta: { title: '录入成绩', permission: 'result.mark', trail: skill } },
]
