import type { RouteRecordRaw } from 'vue-router'
import ExamPage from './pages/ExamPage.vue'

export const routes: RouteRecordRaw[] = [{ path: '/exam/:attemptId', component: ExamPage, props: true, meta: { title: '考试', public: true } }]
