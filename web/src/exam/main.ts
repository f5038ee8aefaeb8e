// Entry of the exam pages: candidates on phones and PCs, exam and mock. No UI kit.
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { whenSignedOut } from '@/api/client'
import { guard } from '@/shared/guard'
import { newQueryClient } from '@/shared/query'
import '@/shared/base.css'
import './exam.css'
import App from './App.vue'
import { newRouter } from './router'

const router = newRouter()
const app = createApp(App).use(createPinia()).use(VueQueryPlugin, { queryClient: newQueryClient() })

// The login lives in the learner entry, so going there leaves this page.
const toLogin = (next: string) => location.assign(`/login?next=${encodeURIComponent(next)}`)
router.beforeEach((to) => {
  if (to.path !== '/login') return true
  toLogin(typeof to.query.next === 'string' ? to.query.next : '/exams')
  return false
})
const failed = guard(router, { portal: 'learner', login: '/login', appName: '匠训考试' })
whenSignedOut(() => toLogin(router.currentRoute.value.fullPath))

app.provide('navigationFailed', failed).use(router).mount('#app')
