// The question bank's operations and what the pages keep of them.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/bank'
import type { components as standard, paths as standardPaths } from '@/api/gen/standard'
import { upload } from '@/api/upload'
import { usePageList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type QuestionType = Schemas['QuestionType']
export type Pool = Schemas['Pool']
export type QuestionState = Schemas['QuestionState']
export type Verdict = Schemas['Verdict']
export type Content = Schemas['Content']
export type Option = Schemas['Option']
export type Summary = Schemas['QuestionSummary']
export type Question = Schemas['QuestionDetail']
export type Version = Schemas['Version']
export type Picture = Schemas['Picture']
export type Batch = Schemas['Import']
export type ImportRow = Schemas['ImportRow']
export type Cell = Schemas['CoverageCell']
export type Element = standard['schemas']['Element']
export type WeightRow = standard['schemas']['WeightRow']

const api = client<paths>()
const standardApi = client<standardPaths>()
const path = (questionId: string) => ({ params: { path: { questionId } } })

export interface QuestionFilter {
  text: string
  type: QuestionType | ''
  pool: Pool | ''
  state: QuestionState | ''
  weightRowId: string
  elementId: string
  difficulty: number | undefined
}

export const emptyFilter = (): QuestionFilter => ({ text: '', type: '', pool: '', state: '', weightRowId: '', elementId: '', difficulty: undefined })

type QuestionQuery = NonNullable<paths['/api/bank/levels/{levelId}/questions']['get']['parameters']['query']>

export function useQuestions(levelId: MaybeRefOrGetter<string>, filter: QuestionFilter) {
  return usePageList<Summary, { levelId: string } & QuestionFilter>(
    'questions',
    () => ({ levelId: toValue(levelId), ...filter }),
    ({ levelId: level, ...query }) =>
      level
        ? ok(api.GET('/api/bank/levels/{levelId}/questions', { params: { path: { levelId: level }, query: query as QuestionQuery } }))
        : Promise.resolve({ items: [], total: 0 }),
  )
}

/** The level's theory rows and elements, which questions hang on. */
export function useLevelTables(levelId: MaybeRefOrGetter<string>) {
  const level = useQuery({
    queryKey: computed(() => ['level', toValue(levelId)]),
    queryFn: () => ok(standardApi.GET('/api/levels/{levelId}', { params: { path: { levelId: toValue(levelId) } } })),
    enabled: computed(() => toValue(levelId) !== ''),
  })
  const elements = useQuery({
    queryKey: computed(() => ['elements', toValue(levelId)]),
    queryFn: () => ok(standardApi.GET('/api/levels/{levelId}/elements', { params: { path: { levelId: toValue(levelId) } } })),
    enabled: computed(() => toValue(levelId) !== ''),
  })
  return {
    level,
    elements,
    rows: computed<WeightRow[]>(() => level.data.value?.theory ?? []),
    list: computed<Element[]>(() => elements.data.value?.items ?? []),
  }
}

export function useQuestion(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const key = computed(() => ['question', toValue(id)])
  const query = useQuery({ queryKey: key, queryFn: () => ok(api.GET('/api/bank/questions/{questionId}', path(toValue(id)))) })
  async function take(call: Promise<Question>): Promise<Question> {
    const question = await call
    queryClient.setQueryData(key.value, question)
    await queryClient.invalidateQueries({ queryKey: ['questions'] })
    return question
  }
  return {
    query,
    addVersion: (basedOn: number, reason: string, content: Content) =>
      take(ok(api.POST('/api/bank/questions/{questionId}/versions', { ...path(toValue(id)), body: { basedOn, reason, content } }))),
    setState: (state: 'live' | 'retired', reason: string) =>
      take(ok(api.PUT('/api/bank/questions/{questionId}/state', { ...path(toValue(id)), body: { state, reason } }))),
  }
}

export const createQuestion = (levelId: string, pool: Pool, state: 'draft' | 'live', content: Content) =>
  ok(api.POST('/api/bank/levels/{levelId}/questions', { params: { path: { levelId } }, body: { pool, state, content } }))

export const pictureUrl = (id: string) => `/api/bank/pictures/${id}`

export const uploadPicture = (levelId: string, file: File, onProgress?: (share: number) => void) =>
  upload<Picture>(`/api/bank/levels/${levelId}/pictures`, file, { onProgress })

export const uploadWorkbook = (levelId: string, pool: Pool, file: File, onProgress?: (share: number) => void) =>
  upload<Batch>(`/api/bank/levels/${levelId}/imports?pool=${pool}`, file, { onProgress })

export const templateUrl = (levelId: string) => `/api/bank/levels/${levelId}/template`

export function exportUrl(levelId: string, filter: Pick<QuestionFilter, 'pool' | 'state'>): string {
  const query = new URLSearchParams(Object.entries({ pool: filter.pool, state: filter.state }).filter(([, v]) => v !== ''))
  return `/api/bank/levels/${levelId}/export${query.size ? `?${query}` : ''}`
}

export function useBatch(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const key = computed(() => ['import', toValue(id)])
  const where = () => ({ params: { path: { importId: toValue(id) } } })
  const query = useQuery({ queryKey: key, queryFn: () => ok(api.GET('/api/bank/imports/{importId}', where())) })
  return {
    query,
    commit: async (goodRowsOnly: boolean, state: 'draft' | 'live') => {
      const batch = await ok(api.POST('/api/bank/imports/{importId}/commit', { ...where(), body: { goodRowsOnly, state } }))
      queryClient.setQueryData(key.value, batch)
      for (const name of ['questions', 'import-rows', 'coverage']) await queryClient.invalidateQueries({ queryKey: [name] })
    },
  }
}

export function useBatchRows(id: MaybeRefOrGetter<string>, filter: { verdict: Verdict | '' }) {
  return usePageList<ImportRow, { importId: string; verdict: Verdict | '' }>(
    'import-rows',
    () => ({ importId: toValue(id), verdict: filter.verdict }),
    ({ importId, verdict, ...page }) =>
      ok(api.GET('/api/bank/imports/{importId}/rows', { params: { path: { importId }, query: { ...page, ...(verdict ? { verdict } : {}) } } })),
  )
}

export function useCoverage(levelId: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['coverage', toValue(levelId)]),
    queryFn: () => ok(api.GET('/api/bank/levels/{levelId}/coverage', { params: { path: { levelId: toValue(levelId) } } })),
    enabled: computed(() => toValue(levelId) !== ''),
  })
}
