// The session guard that the entries' routers share.
import { ref, type Ref } from 'vue'
import type { RouteLocationNormalized, Router } from 'vue-router'
import { ApiError } from '@/api/problem'
import { useSession, type Portal } from './useSession'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown in the bar and in the window's title. */
    title?: string
    /** Open without signing in. */
    public?: boolean
    /** Learner: shows the tab bar. */
    tab?: boolean
    /** Staff: permission without which the page is refused. */
    permission?: string
    /** Staff: pages above this one, for the breadcrumbs: [title, path]. */
    trail?: [string, string][]
    /** Learner: the page draws its own bar or none. */
    bare?: boolean
  }
}

export interface GuardOptions {
  portal: Portal
  login: string
  /** Staff only. */
  forbidden?: string
  changePassword?: string
  appName: string
}

/** Only an address of this site may follow a login. */
export function safeNext(next: unknown, fallback: string): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : fallback
}

type Decision = true | { path: string; query?: Record<string, string>; replace?: boolean }

/** Decides about one navigation; separate from the router for the tests. */
export async function decide(to: RouteLocationNormalized, o: GuardOptions): Promise<Decision> {
  const session = useSession()
  if (to.meta.public) return true
  if (!session.loaded) await session.load()
  if (!session.signedIn) return { path: o.login, query: { next: to.fullPath }, replace: true }
  if (o.changePassword && session.me?.mustChangePassword && to.path !== o.changePassword) {
    return { path: o.changePassword, query: { next: to.fullPath } }
  }
  if (o.forbidden && !session.can(to.meta.permission)) return { path: o.forbidden, replace: true }
  return true
}

/** Installs guard and window title; gives the sentence of a navigation that failed, for App.vue to show with a retry. */
export function guard(router: Router, o: GuardOptions): Ref<string> {
  const failed = ref('')
  useSession().portal = o.portal
  router.beforeEach((to) => decide(to, o))
  router.onError((error) => {
    failed.value = error instanceof ApiError ? error.message : '页面没有加载成功，请检查网络后重试。'
  })
  router.afterEach((to, _from, failure) => {
    if (failure) return
    failed.value = ''
    document.title = to.meta.title ? `${to.meta.title} · ${o.appName}` : o.appName
  })
  return failed
}
