// One submitting action of a form: busy, the sentences at the fields, the
// sentence for the whole. What was typed stays where it is.
//
//   const { busy, errors, failure, submit } = useSubmit(() => ok(api.POST(…)))
//   if (await submit()) router.push(…)
import { ref, shallowRef, type Ref } from 'vue'
import { ApiError, messageOf } from '@/api/problem'

/** Sentence per field of a refusal, for forms; empty for any other error. */
export function fieldErrors(error: unknown): Record<string, string> {
  return error instanceof ApiError ? error.fieldMessages : {}
}

export interface Submission<A extends unknown[]> {
  busy: Ref<boolean>
  /** By JSON name of the field. */
  errors: Ref<Record<string, string>>
  /** Sentence for the form as a whole; empty when all is well. */
  failure: Ref<string>
  /** Runs the action; true when it went through. A second call while busy does nothing. */
  submit: (...args: A) => Promise<boolean>
  /** Forgets the sentences. */
  clear: () => void
}

export function useSubmit<A extends unknown[]>(action: (...args: A) => Promise<unknown>): Submission<A> {
  const busy = ref(false)
  const errors = shallowRef<Record<string, string>>({})
  const failure = ref('')

  function clear() {
    errors.value = {}
    failure.value = ''
  }

  async function submit(...args: A): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    clear()
    try {
      await action(...args)
      return true
    } catch (error) {
      errors.value = fieldErrors(error)
      failure.value = messageOf(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, errors, failure, submit, clear }
}
