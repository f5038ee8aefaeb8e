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
export type Body = Schemas['Body']
export type Content = Schemas['Content']
export type Blank = Schemas['Blank']
export type Area = Schemas['Area']
export type Summary = Schemas['QuestionSummary']
export type Question = Schemas['QuestionDetail']
export type Version = Schemas['Version']
export type Step = Schemas['Step']
export type Picture = Schemas['Picture']
export type Remarks = Schemas['Remarks']
export type Finding = Schemas['Finding']
export type Outcome = Schemas['BulkOutcome']
export type EnemySet = Schemas['EnemySet']
export type Health = Schemas['BankHealth']
export type RowHealth = Schemas['RowHealth']
export type PointHealth = Schemas['PointHealth']
export type WriterAction = Schemas['WriterAction']
export type ReviewerAction = Schemas['ReviewerAction']
export type BulkEdit = Omit<Schemas['BulkEditInput'], 'questionIds'>
export type Element = standard['schemas']['Element']
export type WeightRow = standard['schemas']['WeightRow']

const api = client<paths>()
const standardApi = client<standardPaths>()
const path = (questionId: string) => ({ params: { path: { questionId } } })

export type QuestionQuery = NonNullable<paths['/api/bank/questions']['get']['parameters']['query']>

export interface QuestionFilter {
  levelId: string
  text: string
  type: QuestionType | ''
  pool: Pool | ''
  state: QuestionState | ''
  weightRowId: string
  elementId: string
  unplaced: boolean | undefined
  difficulty: number | undefined
  author: string
  tag: string
  importId: string
}

export const emptyFilter = (): QuestionFilter => ({
  levelId: '', text: '', type: '', pool: '', state: '', weightRowId: '', elementId: '', unplaced: undefined, difficulty: undefined, author: '', tag: '', importId: '',
})

export const useQuestions = (filter: QuestionFilter) =>
  usePageList<Summary, QuestionFilter>('questions', filter, (query) => ok(api.GET('/api/bank/questions', { params: { query: query as QuestionQuery } })))

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
    await queryClient.invalidateQueries({ queryKey: ['bank-health'] })
    return question
  }
  return {
    query,
    addVersion: (basedOn: number, reason: string, content: Content) =>
      take(ok(api.POST('/api/bank/questions/{questionId}/versions', { ...path(toValue(id)), body: { basedOn, reason, content } }))),
    act: (action: WriterAction, reason: string) => take(ok(api.PUT('/api/bank/questions/{questionId}/state', { ...path(toValue(id)), body: { action, reason } }))),
    review: (action: ReviewerAction, to: 'trial' | 'live', reason: string) =>
      take(ok(api.PUT('/api/bank/questions/{questionId}/review', { ...path(toValue(id)), body: { action, to, reason } }))),
  }
}

export const createQuestion = (levelId: string, pool: Pool, tags: string[], content: Content) =>
  ok(api.POST('/api/bank/levels/{levelId}/questions', { params: { path: { levelId } }, body: { pool, tags, content } }))

export const submitQuestion = (questionId: string) => ok(api.PUT('/api/bank/questions/{questionId}/state', { ...path(questionId), body: { action: 'submit', reason: '' } }))

export const lintQuestion = (levelId: string, content: Content, questionId?: string) =>
  ok(api.POST('/api/bank/levels/{levelId}/lint', { params: { path: { levelId } }, body: { content, ...(questionId ? { questionId } : {}) } }))

/** Steps and edits of many questions at once. */
export function useBulk() {
  const queryClient = useQueryClient()
  async function run(call: Promise<Outcome>): Promise<Outcome> {
    const outcome = await call
    for (const key of ['questions', 'question', 'bank-health', 'enemies']) await queryClient.invalidateQueries({ queryKey: [key] })
    return outcome
  }
  return {
    act: (questionIds: string[], action: WriterAction, reason: string) => run(ok(api.POST('/api/bank/bulk/state', { body: { questionIds, action, reason } }))),
    review: (questionIds: string[], action: ReviewerAction, to: 'trial' | 'live', reason: string) =>
      run(ok(api.POST('/api/bank/bulk/review', { body: { questionIds, action, to, reason } }))),
    edit: (questionIds: string[], change: BulkEdit) => run(ok(api.POST('/api/bank/bulk/edit', { body: { questionIds, ...change } }))),
    move: (questionIds: string[], pool: Pool, reason: string) => run(ok(api.POST('/api/bank/bulk/move', { body: { questionIds, pool, reason } }))),
    enemies: async (questionIds: string[], reason: string) => {
      const set = await ok(api.POST('/api/bank/enemies', { body: { questionIds, reason } }))
      await queryClient.invalidateQueries({ queryKey: ['enemies'] })
      return set
    },
    reconcile: async (setId: string) => {
      await ok(api.DELETE('/api/bank/enemies/{setId}', { params: { path: { setId } } }))
      await queryClient.invalidateQueries({ queryKey: ['enemies'] })
    },
  }
}

export const useEnemies = (levelId: MaybeRefOrGetter<string>, questionId: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['enemies', toValue(levelId), toValue(questionId)]),
    queryFn: () =>
      ok(api.GET('/api/bank/levels/{levelId}/enemies', { params: { path: { levelId: toValue(levelId) }, query: { questionId: toValue(questionId), pageSize: 50 } } })),
    enabled: computed(() => toValue(levelId) !== ''),
  })

export const useHealth = (levelId: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['bank-health', toValue(levelId)]),
    queryFn: () => ok(api.GET('/api/bank/levels/{levelId}/health', { params: { path: { levelId: toValue(levelId) } } })),
    enabled: computed(() => toValue(levelId) !== ''),
  })

export const pictureUrl = (id: string) => `/api/bank/pictures/${id}`

export const uploadPicture = (levelId: string, file: File, onProgress?: (share: number) => void) =>
  upload<Picture>(`/api/bank/levels/${levelId}/pictures`, file, { onProgress })
