// Entry of the exam pages: candidates on phones and PCs, exam and mock. No UI
// kit, no session store: the sitting's own calls say who may be here.
import { createApp } from 'vue'
import '@/shared/base.css'
import './exam.css'
import App from './App.vue'
import { newRouter } from './router'

createApp(App).use(newRouter()).mount('#app')
