import { defineAsyncComponent } from 'vue'
import type { ExamSection } from '../../examSections'

export const examSections: ExamSection[] = [{ order: 60, component: defineAsyncComponent(() => import('./parts/MockSection.vue')) }]
