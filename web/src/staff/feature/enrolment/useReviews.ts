// The review of applications: queue, one application, decisions.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/enrolment'
import { usePageList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type Application = Schemas['Application']
export type Summary = Schemas['ApplicationSummary']
export type ReviewItem = Schemas['ReviewItem']
export type ReviewFile = Schemas['File']
export type Verdict = Schemas['Verdict']
export type Judgement = Schemas['ItemJudgement']
export type Event = Schemas['Event']

const api = client<paths>()
const key = 'applications'

export interface QueueFilter {
  programmeId: string
  state: Schemas['ReviewState'] | ''
  text: string
}

export function useQueue(programmeId: string) {
  const filter = reactive<QueueFilter>({ programmeId, state: 'submitted', text: '' })
  const list = usePageList<Summary, QueueFilter>(key, filter, (query) =>
    ok(api.GET('/api/applications', { params: { query: { ...query, state: query.state || undefined } } })),
  )
  return { filter, list }
}

/** Takes the next one in hand; undefined when nothing waits. */
export async function takeNext(programmeId?: string, after?: string): Promise<string | undefined> {
  const reply = await ok(api.POST('/api/applications/next', { body: { ...(programmeId ? { programmeId } : {}), ...(after ? { after } : {}) } }))
  return reply.applicationId
}

export function useReview(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const path = () => ({ params: { path: { applicationId: toValue(id) } } })
  const queryKey = computed(() => [key, 'one', toValue(id)])
  const query = useQuery({ queryKey, queryFn: () => ok(api.GET('/api/applications/{applicationId}', path())), gcTime: 0 })
  return {
    query,
    refresh: () => queryClient.invalidateQueries({ queryKey: queryKey.value }),
    identity: () => ok(api.GET('/api/applications/{applicationId}/identity', path())),
    decide: async (verdict: Verdict, version: number, reason: string, items: Judgement[]) => {
      const a = await ok(api.POST('/api/applications/{applicationId}/decision', { ...path(), body: { verdict, version, reason, items } }))
      queryClient.setQueryData(queryKey.value, a)
      await queryClient.invalidateQueries({ queryKey: [key], predicate: (q) => q.queryKey[1] !== 'one' })
      await queryClient.invalidateQueries({ queryKey: ['programmes'] })
    },
  }
}
