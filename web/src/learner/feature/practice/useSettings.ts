// How a person likes to drill, kept on the device.
import { reactive, watch } from 'vue'

const name = 'jiangxun.drill'

export interface Settings {
  /** A tap on an option of a one-answer question answers at once. */
  tapAnswers: boolean
  /** After a right answer the next question comes by itself. */
  autoNext: boolean
}

function read(): Settings {
  const settings = { tapAnswers: false, autoNext: false }
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<Settings>
    return { tapAnswers: kept.tapAnswers === true, autoNext: kept.autoNext === true }
  } catch {
    return settings // a view without storage
  }
}

export function useSettings(): Settings {
  const settings = reactive(read())
  watch(settings, (now) => {
    try {
      localStorage.setItem(name, JSON.stringify(now))
    } catch {
      // holds for this page alone
    }
  })
  return settings
}
