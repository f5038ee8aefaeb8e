// What a reviewer would remark, asked for while the question is being written.
import { ref, watch, type Ref } from 'vue'
import { lintQuestion, type Content, type Remarks } from './useBank'

export function useRemarks(levelId: () => string, content: Ref<Content>, questionId?: () => string) {
  const remarks = ref<Remarks>()
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  async function ask() {
    const mine = ++asked
    try {
      const found = await lintQuestion(levelId(), content.value, questionId?.())
      if (mine === asked) [remarks.value, failed.value] = [found, false]
    } catch {
      // Not worth an alarm: saving says what is wrong with the question itself.
      if (mine === asked) failed.value = true
    }
  }
  watch([content, levelId], () => {
    clearTimeout(timer)
    if (!levelId() || !content.value.body.stem) remarks.value = undefined
    else timer = setTimeout(() => void ask(), 800)
  }, { deep: true })
  return { remarks, failed }
}
