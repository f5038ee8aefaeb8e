// Late answers of a session, asked for now and then: they may still come in.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, watch } from 'vue'
import { client, ok } from '@/api/client'
import type { paths } from '@/api/gen/invigilation'
import { rowsOf, type LateAnswer } from './late'

const api = client<paths>()
const every = 15_000

export function useLate(sessionId: string) {
  const queryClient = useQueryClient()
  const undecided = ref(false)
  const page = ref(1)
  const where = { path: { sessionId } }
  const query = useQuery({
    queryKey: computed(() => ['late-answers', sessionId, undecided.value, page.value]),
    queryFn: () =>
      ok(api.GET('/api/invigilation/sessions/{sessionId}/late-answers', { params: { ...where, query: { page: page.value, pageSize: 20, ...(undecided.value ? { undecided: true } : {}) } } })),
    placeholderData: keepPreviousData,
    refetchInterval: every,
  })
  watch(undecided, () => (page.value = 1))
  watch(query.data, (data) => {
    if (data && data.items.length === 0 && page.value > 1) page.value = Math.max(1, Math.ceil(data.total / 20))
  })
  return {
    undecided,
    page,
    query,
    list: computed(() => query.data.value),
    rows: computed(() => rowsOf(query.data.value?.items ?? [])),
    /** How many decisions are new. A refusal shows the newest decisions too. */
    decide: async (answers: LateAnswer[], counted: boolean, reason: string) => {
      try {
        const body = { counted, reason, answers: answers.map((a) => ({ id: a.id, seen: a.decisions.length })) }
        return (await ok(api.POST('/api/invigilation/sessions/{sessionId}/late-answers/decisions', { params: where, body }))).changed
      } finally {
        await queryClient.invalidateQueries({ queryKey: ['late-answers', sessionId] })
      }
    },
  }
}

export type LateSource = ReturnType<typeof useLate>
