// Handing in: everything saved first, refusals told by field.
import { computed, ref } from 'vue'
import { useSubmit } from '@/shared/useSubmit'
import { toast } from '../../layout/feedback'
import type { ProfileForm } from '../../profile/useProfile'
import { fieldName, stepOf } from './steps'
import type { ApplicationSource, Term } from './useApplication'

export function useHandIn(source: ApplicationSource, profile: ProfileForm) {
  const agreed = ref<Term[]>([])
  const submission = useSubmit(async () => {
    if (!(await profile.saving.flush())) throw new Error('not saved')
    await source.submit(agreed.value)
    toast('已提交，请等待审核')
  })
  const { busy, errors, failure, submit } = submission

  /** Sentence for the whole: a profile that was not saved speaks for itself. */
  const message = computed(() => (failure.value && profile.saving.failure.value ? `填写的内容没有保存成功：${profile.saving.failure.value}` : failure.value))

  /** What has to be mended, with the step where it is entered. */
  const lacking = computed(() => {
    const a = source.application.value
    if (!a) return []
    return Object.entries(errors.value).map(([field, text]) => ({ field, name: fieldName(field, a), text, step: stepOf(field) }))
  })

  return { agreed, busy, errors, message, lacking, submit, clear: submission.clear }
}
