// What stands on the 考试 tab beside the certification exams. A feature adds a
// section by exporting `examSections` from `./feature/<room>/examSections.ts`;
// order below 50 stands above the exams, the rest below.
import type { Component } from 'vue'

export interface ExamSection {
  order: number
  /** Shows its own heading, and nothing when it has nothing to show. */
  component: Component
}

const found = import.meta.glob<{ examSections: ExamSection[] }>('./feature/*/examSections.ts', { eager: true })
const own = 50

export function examSections(): { above: ExamSection[]; below: ExamSection[] } {
  const all = Object.values(found)
    .flatMap((f) => f.examSections)
    .sort((a, b) => a.order - b.order)
  return { above: all.filter((s) => s.order < own), below: all.filter((s) => s.order >= own) }
}
