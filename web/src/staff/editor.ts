// The bank's editor, for features beside the bank in which questions are put right.
export { default as EditorLayout } from './feature/bank/parts/EditorLayout.vue'
export { default as ElementSelect } from './feature/bank/parts/ElementSelect.vue'
export { default as QuestionForm } from './feature/bank/parts/QuestionForm.vue'
export { useLevelTables } from './feature/bank/useBank'
export { useDraft } from './feature/bank/useDraft'
export { useRemarks } from './feature/bank/useRemarks'
