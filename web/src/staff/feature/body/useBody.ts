// The body's settings: read, edited, saved as a whole.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { reactive, watch } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/body'
import { useSubmit } from '@/shared/useSubmit'

export type Body = components['schemas']['Body']
export type Rules = components['schemas']['Rules']

const api = client<paths>()
const queryKey = ['body']

function blank(): Omit<Body, 'hasSeal' | 'updatedAt'> {
  return {
    name: '',
    certificatePrefix: '',
    contact: '',
    address: '',
    rules: {
      passMark: 60,
      entryMinutes: 0,
      lateMinutes: 0,
      earliestHandInMinutes: 0,
      allowanceSeconds: 0,
      scoreValidMonths: 1,
      ticketPattern: '',
      photo: { minWidth: 0, minHeight: 0, minKB: 0, maxKB: 0 },
    },
  }
}

export function useBody() {
  const queryClient = useQueryClient()
  const query = useQuery({ queryKey, queryFn: () => ok(api.GET('/api/body')), staleTime: Infinity })
  const form = reactive(blank())

  function take(b: Body) {
    const { name, certificatePrefix, contact, address, rules } = JSON.parse(JSON.stringify(b)) as Body
    Object.assign(form, { name, certificatePrefix, contact, address, rules })
  }
  // Only the first answer fills the form: a new seal must not undo what was typed.
  const stop = watch(query.data, (b) => {
    if (!b) return
    take(b)
    queueMicrotask(() => stop())
  }, { immediate: true })

  const saving = useSubmit(async () => {
    const saved = await ok(api.PUT('/api/body', { body: JSON.parse(JSON.stringify(form)) as typeof form }))
    queryClient.setQueryData(queryKey, saved)
    take(saved)
  })

  function sealed(b: Body) {
    queryClient.setQueryData(queryKey, b)
  }

  return { query, form, saving, sealed }
}
