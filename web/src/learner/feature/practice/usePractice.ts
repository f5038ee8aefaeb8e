// Drills, the wrong book and mock exams of the trainee.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/practice'
import { useEndlessList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type Mode = Schemas['Mode']
export type QuestionType = Schemas['QuestionType']
export type Standing = Schemas['Standing']
export type RowStanding = Schemas['RowStanding']
export type Drill = Schemas['Drill']
export type DrillStart = Schemas['DrillStart']
export type Question = Schemas['Question']
export type Option = Schemas['Option']
export type Outcome = Schemas['Outcome']
export type WrongItem = Schemas['WrongItem']
export type MyMock = Schemas['MyMock']
export type Try = Schemas['Try']
export type RowResult = Schemas['RowResult']
export type ReviewItem = Schemas['ReviewItem']

export const api = client<paths>()

export const useStandings = () => useQuery({ queryKey: ['my-practice'], queryFn: () => ok(api.GET('/api/my/practice')) })

export const startDrill = (body: DrillStart) => ok(api.POST('/api/my/drills', { body }))

export const useDrillDetail = (drillId: string) =>
  useQuery({
    queryKey: ['my-drill', drillId],
    queryFn: () => ok(api.GET('/api/my/drills/{drillId}', { params: { path: { drillId } } })),
    staleTime: Infinity,
    gcTime: 0, // the page keeps count by itself; coming back asks anew
  })

export function useWrongBook(filter: { levelId: string }) {
  const queryClient = useQueryClient()
  const key = 'my-wrong-questions'
  return {
    list: useEndlessList<WrongItem, { levelId: string }>(key, filter, (query) => ok(api.GET('/api/my/wrong-questions', { params: { query } }))),
    leave: async (questionId: string) => {
      await ok(api.DELETE('/api/my/wrong-questions/{questionId}', { params: { path: { questionId } } }))
      await Promise.all([queryClient.invalidateQueries({ queryKey: [key] }), queryClient.invalidateQueries({ queryKey: ['my-practice'] })])
    },
  }
}

export const useMocks = () =>
  useEndlessList<MyMock, object>('my-mock-exams', {}, (query) => ok(api.GET('/api/my/mock-exams', { params: { query } })))

export const useMock = (mockExamId: string) =>
  useQuery({
    queryKey: ['my-mock-exams', 'one', mockExamId],
    queryFn: () => ok(api.GET('/api/my/mock-exams/{mockExamId}', { params: { path: { mockExamId } } })),
    staleTime: 0,
  })

export const useTries = (mockExamId: string) =>
  useEndlessList<Try, { mockExamId: string }>('my-mock-attempts', { mockExamId }, (query) => ok(api.GET('/api/my/mock-attempts', { params: { query } })))

export const startMock = (mockExamId: string) => ok(api.POST('/api/my/mock-exams/{mockExamId}/start', { params: { path: { mockExamId } } }))

const pollEvery = 2000

/** A try with its points by row; asked for again until it is marked. */
export const useTry = (attemptId: string) =>
  useQuery({
    queryKey: ['my-mock-attempts', 'one', attemptId],
    queryFn: () => ok(api.GET('/api/my/mock-attempts/{attemptId}', { params: { path: { attemptId } } })),
    refetchInterval: (q) => (q.state.data && !q.state.data.try.closedAt ? pollEvery : false),
  })

export const useReview = (attemptId: string) =>
  useQuery({
    queryKey: ['my-mock-review', attemptId],
    queryFn: () => ok(api.GET('/api/my/mock-attempts/{attemptId}/review', { params: { path: { attemptId } } })),
    staleTime: Infinity,
  })

export const drillPicture = (drillId: string) => (id: string) => `/api/my/drills/${drillId}/pictures/${id}`
export const wrongPicture = (questionId: string) => (id: string) => `/api/my/wrong-questions/${questionId}/pictures/${id}`
export const reviewPicture = (attemptId: string) => (id: string) => `/api/my/mock-attempts/${attemptId}/pictures/${id}`

/** The exam page is an entry of its own, so the whole page changes. */
export const enterExam = (attemptId: string) => location.assign(`/exam/${attemptId}`)
