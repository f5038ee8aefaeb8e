// True for a moment after what is watched has changed and the page has moved.
import { onScopeDispose, ref, watch } from 'vue'

const still = 600

export function useSettling(of: () => unknown) {
  const settling = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(of, () => {
    settling.value = true
    clearTimeout(timer)
    timer = setTimeout(() => (settling.value = false), still)
  })
  onScopeDispose(() => clearTimeout(timer))
  return settling
}
