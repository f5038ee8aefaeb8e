// The authors' queue of reported questions.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onUnmounted, ref, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { paths as bankPaths } from '@/api/gen/bank'
import type { components, paths } from '@/api/gen/errata'
import type { CaseState, Reason } from '@/shared/errataWords'
import { useEndlessList, usePageList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type Case = Schemas['Case']
export type Report = Schemas['Report']
export type Outcome = Schemas['Resolution']['outcome']

const api = client<paths>()
const bank = client<bankPaths>()

export interface CaseFilter {
  state: CaseState | ''
  overdue: boolean
  levelId: string
}

type CaseQuery = NonNullable<paths['/api/errata']['get']['parameters']['query']>

export const useCases = (filter: CaseFilter) =>
  usePageList<Case, CaseFilter>('errata', filter, ({ overdue, ...query }) => ok(api.GET('/api/errata', { params: { query: { ...query, ...(overdue ? { overdue } : {}) } as CaseQuery } })))

const reportsAtOnce = 100

export function useCase(caseId: string) {
  const queryClient = useQueryClient()
  const path = { caseId }
  return {
    query: useQuery({ queryKey: ['errata-case', caseId], queryFn: () => ok(api.GET('/api/errata/{caseId}', { params: { path } })) }),
    reports: useEndlessList<Report, object>(['errata-reports', caseId], {}, (query) => ok(api.GET('/api/errata/{caseId}/reports', { params: { path, query } })), reportsAtOnce),
    resolve: async (outcome: Outcome, reply: string) => {
      queryClient.setQueryData(['errata-case', caseId], await ok(api.POST('/api/errata/{caseId}/resolve', { params: { path }, body: { outcome, reply } })))
      await queryClient.invalidateQueries({ queryKey: ['errata'] })
    },
  }
}

/** The question with its versions, as the bank shows it. */
export const useReported = (questionId: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['question', toValue(questionId)]),
    queryFn: () => ok(bank.GET('/api/bank/questions/{questionId}', { params: { path: { questionId: toValue(questionId) } } })),
    enabled: computed(() => toValue(questionId) !== ''),
  })

export interface Group {
  reason: Reason
  count: number
  reports: Report[]
}

/** Reports under their reasons, in the order of the counts; what is not loaded yet is counted all the same. */
export const groupsOf = (counts: Case['reasons'], reports: Report[]): Group[] =>
  counts.map((c) => ({ reason: c.reason, count: c.reports, reports: reports.filter((r) => r.reason === c.reason) }))

const everyMinute = 60_000

/** The time now, moved on while the page stands open. */
export function useNow() {
  const now = ref(Date.now())
  const timer = window.setInterval(() => (now.value = Date.now()), everyMinute)
  onUnmounted(() => window.clearInterval(timer))
  return now
}
