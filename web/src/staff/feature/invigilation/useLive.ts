// The live list, asked for every three seconds while the page is shown.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, ref } from 'vue'
import { client, ok } from '@/api/client'
import type { paths } from '@/api/gen/invigilation'
import { usePageList } from '@/shared/usePageList'
import type { Grant, Incident, IncidentKind, LiveSeat } from './live'

const api = client<paths>()
const every = 3_000

export interface LiveFilter {
  roomId: string
  state: LiveSeat['state'] | ''
}

export function useLive(sessionId: string) {
  const queryClient = useQueryClient()
  const filter = reactive<LiveFilter>({ roomId: '', state: '' })
  const page = ref(1)
  const where = { path: { sessionId } }
  const query = useQuery({
    queryKey: computed(() => ['live', sessionId, { ...filter }, page.value]),
    queryFn: () =>
      ok(
        api.GET('/api/invigilation/sessions/{sessionId}', {
          params: { ...where, query: { page: page.value, pageSize: 100, ...(filter.roomId ? { roomId: filter.roomId } : {}), ...(filter.state ? { state: filter.state } : {}) } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: every,
  })
  const refresh = () => Promise.all(['live', 'live-grants', 'live-incidents'].map((name) => queryClient.invalidateQueries({ queryKey: [name, sessionId] })))
  return {
    filter,
    page,
    query,
    board: computed(() => query.data.value),
    grants: usePageList<Grant, object>(['live-grants', sessionId], {}, (q) => ok(api.GET('/api/invigilation/sessions/{sessionId}/grants', { params: { ...where, query: q } }))),
    incidents: usePageList<Incident, object>(['live-incidents', sessionId], {}, (q) => ok(api.GET('/api/invigilation/sessions/{sessionId}/incidents', { params: { ...where, query: q } }))),
    /** No seats mean everybody. */
    grant: async (seatIds: string[], minutes: number, reason: string) => {
      const whom = seatIds.length ? { seatIds } : { everybody: true }
      const given = await ok(api.POST('/api/invigilation/sessions/{sessionId}/grants', { params: where, body: { minutes, reason, ...whom } }))
      await refresh()
      return given
    },
    record: async (kind: IncidentKind, text: string, seatId?: string) => {
      await ok(api.POST('/api/invigilation/sessions/{sessionId}/incidents', { params: where, body: { kind, text, ...(seatId ? { seatId } : {}) } }))
      await refresh()
    },
    reportURL: `/api/invigilation/sessions/${sessionId}/report`,
  }
}

export type LiveSource = ReturnType<typeof useLive>
