// One plan's results: where they stand, the steps, the candidates.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive } from 'vue'
import { client, messageOf, ok } from '@/api/client'
import { download } from '@/api/download'
import type { components, paths } from '@/api/gen/result'
import { usePageList } from '@/shared/usePageList'

export type Plan = components['schemas']['ResultPlan']
export type Row = components['schemas']['ResultRow']
export type Change = components['schemas']['ScoreChange']

const api = client<paths>()

interface Filter {
  text: string
  missing?: boolean
}

export function useResult(planId: string) {
  const queryClient = useQueryClient()
  const params = { path: { planId } }
  const query = useQuery({ queryKey: ['result-plan', planId], queryFn: () => ok(api.GET('/api/results/{planId}', { params })) })
  const filter = reactive<Filter>({ text: '', missing: undefined })
  const list = usePageList<Row, Filter>(['result-rows', planId], filter, (q) => ok(api.GET('/api/results/{planId}/rows', { params: { ...params, query: q } })), 50)

  async function step(call: Promise<{ data?: Plan }>): Promise<void> {
    try {
      queryClient.setQueryData(['result-plan', planId], await ok(call))
    } finally {
      await Promise.all(['result-plan', 'result-rows', 'result-plans'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    }
  }

  return {
    plan: computed(() => query.data.value),
    loading: query.isPending,
    error: computed(() => (query.error.value && !query.data.value ? messageOf(query.error.value) : '')),
    refetch: () => void query.refetch(),
    filter,
    list,
    check: () => step(api.POST('/api/results/{planId}/check', { params })),
    giveBack: (reason: string) => step(api.POST('/api/results/{planId}/return', { params, body: { reason } })),
    release: () => step(api.POST('/api/results/{planId}/release', { params })),
    workbook: () => download(`/api/results/${planId}/workbook`),
  }
}

/** Every score that was typed for a candidate. */
export async function changesOf(planId: string, accountId: string): Promise<Change[]> {
  return (await ok(api.GET('/api/results/{planId}/rows/{accountId}/changes', { params: { path: { planId, accountId } } }))).items
}
