// Every feature brings `./feature/<room>/routes.ts` exporting `routes`; paths
// stand in full and begin with /exam.
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'
import NotFound from './NotFound.vue'

const found = import.meta.glob<{ routes: RouteRecordRaw[] }>('./feature/*/routes.ts', { eager: true })

export function newRouter(): Router {
  return createRouter({
    history: createWebHistory('/'),
    routes: [
      ...Object.values(found).flatMap((f) => f.routes),
      { path: '/:rest(.*)*', component: NotFound, meta: { title: '没有这个页面', public: true } },
    ],
  })
}
