// One drill at work: the questions around the one that is shown, what was
// chosen, what came out. A choice stays until its answer has arrived.
import { computed, reactive, ref, watch } from 'vue'
import { messageOf, ok } from '@/api/client'
import { api, useDrillDetail, type Question } from './usePractice'
import { chosen } from './words'

/** Questions fetched at once. */
export const block = 10
const ahead = 4

export function useDrill(drillId: string) {
  const where = { path: { drillId } }
  const detail = useDrillDetail(drillId)
  const current = ref(0)
  const questions = reactive(new Map<number, Question>())
  const choices = reactive(new Map<number, string[]>())
  const marks = reactive(new Map<number, boolean>())
  const loadFailure = ref('')
  const answerFailure = ref('')
  const busy = ref(false)
  const asked = new Set<number>()

  const total = computed(() => detail.data.value?.drill.total ?? 0)
  const question = computed(() => questions.get(current.value))
  const choice = computed(() => choices.get(current.value) ?? [])

  watch(
    detail.data,
    (d) => {
      if (!d || current.value > 0) return
      for (const m of d.marks) marks.set(m.number, m.right)
      go(Math.min(d.drill.position, d.drill.total), false)
    },
    { immediate: true },
  )

  async function load(number: number): Promise<void> {
    const from = Math.floor((number - 1) / block) * block + 1
    if (number < 1 || number > total.value || asked.has(from)) return
    asked.add(from)
    try {
      const { items } = await ok(api.GET('/api/my/drills/{drillId}/questions', { params: { ...where, query: { from, count: block } } }))
      for (const q of items) questions.set(q.number, q)
      if (items.some((q) => q.number === current.value)) loadFailure.value = ''
    } catch (error) {
      asked.delete(from)
      if (!questions.has(current.value)) loadFailure.value = messageOf(error)
    }
  }

  function go(number: number, remember = true): void {
    if (number < 1 || number > total.value) return
    current.value = number
    answerFailure.value = ''
    loadFailure.value = ''
    void load(number)
    void load(number + ahead)
    if (remember) void savePosition(number)
  }

  /** A position that could not be kept costs nothing: the next one is. */
  async function savePosition(position: number): Promise<void> {
    try {
      await ok(api.PUT('/api/my/drills/{drillId}/position', { params: where, body: { position } }))
    } catch {
      // kept with the next step
    }
  }

  function choose(key: string): void {
    const q = question.value
    if (!q || q.outcome || busy.value) return
    choices.set(q.number, chosen(q, choice.value, key))
    answerFailure.value = ''
  }

  /** True when the answer was right; undefined when it did not arrive. */
  async function answer(): Promise<boolean | undefined> {
    const q = question.value
    if (!q || q.outcome || busy.value || choice.value.length === 0) return undefined
    busy.value = true
    answerFailure.value = ''
    try {
      const outcome = await ok(
        api.POST('/api/my/drills/{drillId}/questions/{number}/answer', { params: { path: { drillId, number: q.number } }, body: { answer: choice.value } }),
      )
      questions.set(q.number, { ...q, outcome })
      marks.set(q.number, outcome.right)
      return outcome.right
    } catch (error) {
      answerFailure.value = messageOf(error)
      return undefined
    } finally {
      busy.value = false
    }
  }

  const answered = computed(() => marks.size)
  const right = computed(() => [...marks.values()].filter(Boolean).length)
  /** The first question without an answer after the one shown, from the start if need be; 0 = none. */
  const nextOpen = computed(() => {
    for (let i = 1; i <= total.value; i++) {
      const number = ((current.value - 1 + i) % total.value) + 1
      if (!marks.has(number)) return number
    }
    return 0
  })

  return {
    detail, total, current, question, choice, marks, loadFailure, answerFailure, busy, answered, right, nextOpen,
    go, choose, answer, reload: () => void load(current.value),
  }
}
