// Entry of the trainee's phone pages and of the public ones.
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { whenSignedOut } from '@/api/client'
import { guard } from '@/shared/guard'
import { newQueryClient } from '@/shared/query'
import { useSession } from '@/shared/useSession'
import '@/shared/base.css'
import './layout/learner.css'
import App from './App.vue'
import { newRouter } from './router'

const queryClient = newQueryClient()
const router = newRouter()
const app = createApp(App).use(createPinia()).use(VueQueryPlugin, { queryClient })

const failed = guard(router, { portal: 'learner', login: '/login', appName: '匠训' })
whenSignedOut(() => {
  const here = router.currentRoute.value
  if (here.path === '/login') return
  useSession().forget()
  queryClient.clear()
  void router.replace({ path: '/login', query: { next: here.fullPath } })
})

app.provide('navigationFailed', failed).use(router).mount('#app')
