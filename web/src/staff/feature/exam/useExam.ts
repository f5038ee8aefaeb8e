// Plans, sessions, seats: what exam officers and invigilators work on.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { paths } from '@/api/gen/exam'
import { usePageList } from '@/shared/usePageList'
import type { Candidate, ExamClass, ExamForm, Plan, PlanInput, Seat, Session, SessionInput } from './words'

const api = client<paths>()

export interface PlanFilter {
  text: string
  state: Plan['state'] | ''
}

export function usePlans(filter: PlanFilter) {
  return usePageList<Plan, PlanFilter>('exam-plans', filter, (query) =>
    ok(api.GET('/api/exam-plans', { params: { query: query as { text?: string; state?: Plan['state']; page: number; pageSize: number } } })),
  )
}

export const createPlan = (title: string, levelId: string) => ok(api.POST('/api/exam-plans', { body: { title, levelId } }))

export function usePlan(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const where = () => ({ params: { path: { planId: toValue(id) } } })
  const query = useQuery({ queryKey: computed(() => ['exam-plan', toValue(id)]), queryFn: () => ok(api.GET('/api/exam-plans/{planId}', where())) })
  async function refresh() {
    const names = ['exam-plan', 'exam-plans', 'exam-candidates', 'exam-classes', 'exam-session', 'exam-seats', 'exam-readiness', 'exam-sessions']
    await Promise.all(names.map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
  }
  const changed = async <T>(call: Promise<T>): Promise<T> => {
    const got = await call
    await refresh()
    return got
  }
  return {
    query,
    refresh,
    plan: computed(() => query.data.value?.plan),
    sessions: computed<Session[]>(() => query.data.value?.sessions ?? []),
    editable: computed(() => query.data.value?.plan.state === 'drafted'),
    save: (body: PlanInput) => changed(ok(api.PUT('/api/exam-plans/{planId}', { ...where(), body }))),
    addClasses: (classIds: string[]) => changed(ok(api.POST('/api/exam-plans/{planId}/candidates', { ...where(), body: { classIds } }))),
    removeCandidate: (candidateId: string) =>
      changed(ok(api.DELETE('/api/exam-plans/{planId}/candidates/{candidateId}', { params: { path: { planId: toValue(id), candidateId } } }))),
    saveSession: (sessionId: string | undefined, body: SessionInput) =>
      changed(sessionId ? ok(api.PUT('/api/exam-sessions/{sessionId}', { params: { path: { sessionId } }, body })) : ok(api.POST('/api/exam-plans/{planId}/sessions', { ...where(), body }))),
    saveRooms: (sessionId: string, rooms: { name: string; capacity: number }[]) =>
      changed(ok(api.PUT('/api/exam-sessions/{sessionId}/rooms', { params: { path: { sessionId } }, body: { rooms } }))),
    deleteSession: (sessionId: string) => changed(ok(api.DELETE('/api/exam-sessions/{sessionId}', { params: { path: { sessionId } } }))),
    assign: (order: 'roster' | 'shuffle', reason: string) =>
      changed(ok(api.POST('/api/exam-plans/{planId}/seats', { ...where(), body: reason ? { order, reason } : { order } }))),
    publish: () => changed(ok(api.POST('/api/exam-plans/{planId}/publish', where()))),
    withdraw: (reason: string) => changed(ok(api.POST('/api/exam-plans/{planId}/withdraw', { ...where(), body: { reason } }))),
  }
}

export type PlanSource = ReturnType<typeof usePlan>

export function useCandidates(planId: string, filter: { text: string }) {
  return usePageList<Candidate, { text: string }>(['exam-candidates', planId], filter, (query) =>
    ok(api.GET('/api/exam-plans/{planId}/candidates', { params: { path: { planId }, query } })),
  )
}

export function useClasses(planId: string) {
  return usePageList<ExamClass, object>(['exam-classes', planId], {}, (query) =>
    ok(api.GET('/api/exam-plans/{planId}/classes', { params: { path: { planId }, query } })),
  )
}

export function useForms(planId: string) {
  const query = useQuery({
    queryKey: ['exam-forms', planId],
    queryFn: () => ok(api.GET('/api/exam-plans/{planId}/forms', { params: { path: { planId }, query: { page: 1, pageSize: 100 } } })),
  })
  return computed<ExamForm[]>(() => query.data.value?.items ?? [])
}

export function useSession(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const where = () => ({ params: { path: { sessionId: toValue(id) } } })
  const query = useQuery({ queryKey: computed(() => ['exam-session', toValue(id)]), queryFn: () => ok(api.GET('/api/exam-sessions/{sessionId}', where())) })
  const readiness = useQuery({ queryKey: computed(() => ['exam-readiness', toValue(id)]), queryFn: () => ok(api.GET('/api/exam-sessions/{sessionId}/readiness', where())) })
  async function refresh() {
    await Promise.all(['exam-session', 'exam-seats', 'exam-readiness', 'exam-plan'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
  }
  const seatPath = (seatId: string) => ({ params: { path: { sessionId: toValue(id), seatId } } })
  return {
    query,
    readiness,
    refresh,
    session: computed(() => query.data.value),
    finish: async () => {
      await ok(api.POST('/api/exam-sessions/{sessionId}/finish', where()))
      await refresh()
    },
    find: (ticket: string) => ok(api.POST('/api/exam-sessions/{sessionId}/tickets/find', { ...where(), body: { ticket } })),
    checkIn: async (seatId: string): Promise<Seat> => {
      const seat = await ok(api.POST('/api/exam-sessions/{sessionId}/seats/{seatId}/check-in', seatPath(seatId)))
      await refresh()
      return seat
    },
    undo: async (seatId: string, reason: string): Promise<Seat> => {
      const seat = await ok(api.POST('/api/exam-sessions/{sessionId}/seats/{seatId}/undo-check-in', { ...seatPath(seatId), body: { reason } }))
      await refresh()
      return seat
    },
    ticketsURL: (roomId = '') => `/api/exam-sessions/${toValue(id)}/tickets${roomId ? `?roomId=${roomId}` : ''}`,
    photoURL: (seatId: string) => `/api/exam-sessions/${toValue(id)}/seats/${seatId}/photo`,
  }
}

export function useSeats(sessionId: string, filter: { roomId: string }) {
  return usePageList<Seat, { roomId: string }>(['exam-seats', sessionId], filter, (query) =>
    ok(api.GET('/api/exam-sessions/{sessionId}/seats', { params: { path: { sessionId }, query } })),
  )
}
