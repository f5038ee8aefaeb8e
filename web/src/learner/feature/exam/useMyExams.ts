// The trainee's own sittings, with the server's clock.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onUnmounted, ref } from 'vue'
import { client, ok } from '@/api/client'
import type { paths } from '@/api/gen/exam'
import { messageOf } from '@/api/problem'
import { askAgain, type MySeat } from './phase'

const api = client<paths>()
const key = ['my-exam-seats']
const pageSize = 50

export function useMyExams() {
  const queryClient = useQueryClient()
  /** The server's clock minus the device's. */
  const offset = ref(0)
  const now = ref(Date.now())
  const tick = window.setInterval(() => (now.value = Date.now() + offset.value), 1000)
  onUnmounted(() => window.clearInterval(tick))

  const query = useQuery({
    queryKey: key,
    queryFn: async () => {
      const page = await ok(api.GET('/api/my/exam-seats', { params: { query: { page: 1, pageSize } } }))
      offset.value = Date.parse(page.serverTime) - Date.now()
      now.value = Date.now() + offset.value
      return page
    },
    refetchInterval: (q) => askAgain(q.state.data?.items ?? [], now.value),
  })

  return {
    now,
    seats: computed<MySeat[]>(() => query.data.value?.items ?? []),
    loading: query.isPending,
    error: computed(() => (query.error.value && !query.data.value ? messageOf(query.error.value) : '')),
    refresh: () => queryClient.invalidateQueries({ queryKey: key }),
    start: async (seatId: string) =>
      (await ok(api.POST('/api/my/exam-seats/{seatId}/start', { params: { path: { seatId } }, body: { pledge: true } }))).attemptId,
    ticketURL: (seatId: string) => `/api/my/exam-seats/${seatId}/ticket`,
  }
}
