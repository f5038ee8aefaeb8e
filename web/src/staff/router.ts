// Every feature brings `./feature/<room>/routes.ts` exporting `routes`. Paths
// stand in full ("/staff/bank/items"), pages are imported lazily, and meta has
// title, permission and, for pages below a list, trail.
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'

const found = import.meta.glob<{ routes: RouteRecordRaw[] }>('./feature/*/routes.ts', { eager: true })

export function newRouter(): Router {
  return createRouter({
    history: createWebHistory('/'),
    routes: [
      ...Object.values(found).flatMap((f) => f.routes),
      { path: '/staff/forbidden', component: () => import('./layout/ForbiddenPage.vue'), meta: { title: '没有权限' } },
      { path: '/:rest(.*)*', component: () => import('./layout/NotFoundPage.vue'), meta: { title: '没有这个页面' } },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
}
