// Mock exams as staff arrange them.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { paths as cohortPaths } from '@/api/gen/cohort'
import type { paths as paperPaths } from '@/api/gen/paper'
import type { components, paths } from '@/api/gen/practice'
import type { components as ranking, paths as rankingPaths } from '@/api/gen/ranking'
import { usePageList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type Mock = Schemas['Mock']
export type MockState = Schemas['MockState']
export type MockInput = Schemas['MockInput']
export type Try = Schemas['Try']
export type Entry = ranking['schemas']['Entry']

const api = client<paths>()
const paper = client<paperPaths>()
const cohort = client<cohortPaths>()
const board = client<rankingPaths>()

export const mockStates: Record<MockState, { word: string; tone: 'info' | 'success' | 'warning' }> = {
  draft: { word: '草稿', tone: 'warning' },
  published: { word: '已发布', tone: 'success' },
  closed: { word: '已关闭', tone: 'info' },
}

export interface MockFilter {
  text: string
  state: MockState | ''
}

export const useMockExams = (filter: MockFilter) =>
  usePageList<Mock, MockFilter>('mock-exams', filter, (query) => ok(api.GET('/api/mock-exams', { params: { query: { ...query, state: query.state || undefined } } })))

export function useMockExam(id: string) {
  const queryClient = useQueryClient()
  const where = { params: { path: { mockExamId: id } } }
  return {
    query: useQuery({ queryKey: ['mock-exam', id], queryFn: () => ok(api.GET('/api/mock-exams/{mockExamId}', where)) }),
    tries: usePageList<Try, object>(['mock-exam-tries', id], {}, (query) => ok(api.GET('/api/mock-exams/{mockExamId}/tries', { params: { path: { mockExamId: id }, query } }))),
    ranking: useQuery({ queryKey: ['mock-ranking', id], queryFn: () => ok(board.GET('/api/mock-exams/{mockExamId}/ranking', where)) }),
    setState: async (state: 'published' | 'closed') => {
      await ok(api.PUT('/api/mock-exams/{mockExamId}/state', { ...where, body: { state } }))
      await refreshMocks(queryClient)
    },
  }
}

type Cache = ReturnType<typeof useQueryClient>
export const refreshMocks = (c: Cache) => Promise.all(['mock-exams', 'mock-exam'].map((name) => c.invalidateQueries({ queryKey: [name] })))

export const saveMock = (id: string | undefined, body: MockInput) =>
  id ? ok(api.PUT('/api/mock-exams/{mockExamId}', { params: { path: { mockExamId: id } }, body })) : ok(api.POST('/api/mock-exams', { body }))

const most = 100

/** Blueprints of the level that a mock can be drawn from. */
export const useMockBlueprints = (levelId: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['blueprints', 'for-mocks', toValue(levelId)]),
    queryFn: async () =>
      (await ok(paper.GET('/api/paper/blueprints', { params: { query: { levelId: toValue(levelId), purpose: 'mock', pageSize: most } } }))).items.filter((b) => b.state === 'ready'),
    enabled: computed(() => toValue(levelId) !== ''),
  })

/** Classes of the level. */
export const useLevelClasses = (levelId: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['classes', 'for-mocks', toValue(levelId)]),
    queryFn: async () => (await ok(cohort.GET('/api/classes', { params: { query: { pageSize: most } } }))).items.filter((c) => c.levelId === toValue(levelId)),
    enabled: computed(() => toValue(levelId) !== ''),
  })
