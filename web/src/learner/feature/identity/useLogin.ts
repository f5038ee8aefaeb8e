// Signing in by phone number and code.
import { onUnmounted, reactive, ref } from 'vue'
import { client, ok } from '@/api/client'
import { ApiError } from '@/api/problem'
import type { paths } from '@/api/gen/identity'
import { useSession } from '@/shared/useSession'
import { useSubmit } from '@/shared/useSubmit'

const api = client<paths>()

export function useLogin() {
  const form = reactive({ phone: '', code: '' })
  const waiting = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined

  function countDown(seconds: number) {
    clearInterval(timer)
    waiting.value = seconds
    timer = setInterval(() => {
      waiting.value--
      if (waiting.value <= 0) clearInterval(timer)
    }, 1000)
  }
  onUnmounted(() => clearInterval(timer))

  const sending = useSubmit(async () => {
    login.clear()
    try {
      const reply = await ok(api.POST('/api/public/login/code', { body: { phone: form.phone.trim() } }))
      countDown(reply.waitSeconds)
    } catch (error) {
      if (error instanceof ApiError && error.sub === 'identity.code_too_soon') countDown(Number(error.params.seconds))
      throw error
    }
  })

  const login = useSubmit(async () => {
    sending.clear()
    useSession().set(await ok(api.POST('/api/public/login/phone', { body: { phone: form.phone.trim(), code: form.code.trim() } })))
  })

  return { form, waiting, sending, login }
}
