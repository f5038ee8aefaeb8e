import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'

/** Follows a ref once it has rested for so many milliseconds; the first value at once. */
export function refDebounced<T>(source: Ref<T>, rest: number): Ref<T> {
  const settled = shallowRef(source.value) as Ref<T>
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(source, (value) => {
    clearTimeout(timer)
    timer = setTimeout(() => (settled.value = value), rest)
  })
  onScopeDispose(() => clearTimeout(timer))
  return settled
}
