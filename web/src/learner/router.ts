// Every feature brings `./feature/<room>/routes.ts` exporting `routes`. Paths
// stand in full ("/my/applications"), pages are imported lazily.
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'

const found = import.meta.glob<{ routes: RouteRecordRaw[] }>('./feature/*/routes.ts', { eager: true })

/** The five tabs; a feature takes one by having a route of that path with meta.tab. */
export const tabs = [
  { path: '/', title: '首页', icon: 'wap-home-o' },
  { path: '/study', title: '学习', icon: 'notes-o' },
  { path: '/practice', title: '刷题', icon: 'edit' },
  { path: '/exams', title: '考试', icon: 'todo-list-o' },
  { path: '/me', title: '我的', icon: 'contact-o' },
] as const

export function newRouter(): Router {
  const features = Object.values(found).flatMap((f) => f.routes)
  const taken = new Set(features.map((r) => r.path))
  const empty: RouteRecordRaw[] = tabs
    .filter((t) => !taken.has(t.path))
    .map((t) => ({ path: t.path, component: () => import('./layout/EmptyTab.vue'), meta: { title: t.title, tab: true, public: t.path === '/' } }))
  return createRouter({
    history: createWebHistory('/'),
    routes: [
      ...features,
      ...empty,
      { path: '/:rest(.*)*', component: () => import('./layout/NotFound.vue'), meta: { title: '没有这个页面', public: true } },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
}
