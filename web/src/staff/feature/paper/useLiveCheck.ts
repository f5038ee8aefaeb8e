// The check of what stands in the form, asked anew a moment after each change.
import { computed } from 'vue'
import { refDebounced } from './refDebounced'
import type { useDesign } from './useDesign'
import { useCheck } from './usePaper'

export type LiveCheck = ReturnType<typeof useLiveCheck>

export function useLiveCheck({ design, sections, demands, filled }: ReturnType<typeof useDesign>) {
  const question = computed(() =>
    design.levelId && filled.value ? { levelId: design.levelId, purpose: design.purpose, demands: demands.value, forms: design.forms ?? 1, sections: sections.value } : undefined,
  )
  const asked = refDebounced(question, 400)
  const check = useCheck(asked)
  /** What is shown is the answer to an older question, or none yet. */
  const behind = computed(() => question.value !== asked.value || check.isFetching.value)
  /** The answer to what stands in the form now; undefined while there is none. */
  const now = computed(() => (question.value && !behind.value && !check.error.value ? check.data.value : undefined))
  return { question, check, behind, now }
}
