// Entry of the office's pages.
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { whenSignedOut } from '@/api/client'
import { guard } from '@/shared/guard'
import { newQueryClient } from '@/shared/query'
import { useSession } from '@/shared/useSession'
import 'element-plus/theme-chalk/base.css'
import '@/shared/base.css'
import './layout/staff.css'
import App from './App.vue'
import { newRouter } from './router'

const queryClient = newQueryClient()
const router = newRouter()
const app = createApp(App).use(createPinia()).use(VueQueryPlugin, { queryClient })

const failed = guard(router, {
  portal: 'staff',
  login: '/staff/login',
  forbidden: '/staff/forbidden',
  changePassword: '/staff/password',
  appName: '匠训管理端',
})
whenSignedOut(() => {
  const here = router.currentRoute.value
  if (here.path === '/staff/login') return
  useSession().forget()
  queryClient.clear()
  void router.replace({ path: '/staff/login', query: { next: here.fullPath } })
})

app.provide('navigationFailed', failed).use(router).mount('#app')
