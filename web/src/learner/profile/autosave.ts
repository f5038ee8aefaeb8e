// Saves a form a moment after the last change, one request at a time.
import { onScopeDispose, ref, type Ref } from 'vue'
import { messageOf } from '@/api/problem'

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed'

export interface Autosave {
  state: Ref<SaveState>
  /** Sentence of the last failure; empty when all is well. */
  failure: Ref<string>
  /** Something changed. */
  touch: () => void
  /** Saves at once what waits; true when everything is saved. */
  flush: () => Promise<boolean>
}

export function useAutosave(save: () => Promise<void>, pause = 800): Autosave {
  const state = ref<SaveState>('saved')
  const failure = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<boolean> | undefined
  let dirty = false

  async function run(): Promise<boolean> {
    while (dirty) {
      dirty = false
      state.value = 'saving'
      try {
        await save()
        failure.value = ''
      } catch (error) {
        failure.value = messageOf(error)
        state.value = 'failed'
        dirty = true // stays to be saved by the next change or flush
        return false
      }
    }
    state.value = 'saved'
    return true
  }

  function flush(): Promise<boolean> {
    clearTimeout(timer)
    running ??= run().finally(() => (running = undefined))
    return running
  }

  function touch() {
    dirty = true
    state.value = 'waiting'
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), pause)
  }

  const leave = () => void (dirty && flush())
  const hidden = () => document.visibilityState === 'hidden' && leave()
  document.addEventListener('visibilitychange', hidden)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', hidden)
    leave()
  })

  return { state, failure, touch, flush }
}
