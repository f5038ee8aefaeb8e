// Entry of the exam page: candidates on phones and PCs, exam and mock. No UI
// kit, no router, no session store: it has one address, and the sitting's own
// calls say who may be here.
import { createApp } from 'vue'
import '@/shared/base.css'
import './exam.css'
import NotFound from './NotFound.vue'
import ExamPage from './feature/attempt/pages/ExamPage.vue'

const id = /^\/exam\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i.exec(location.pathname)?.[1]
createApp(id ? ExamPage : NotFound, id ? { attemptId: id } : {}).mount('#app')
