// What the candidates of a session were told, with how many have acknowledged it.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, type Ref } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/invigilation'

export type Announcement = components['schemas']['Announcement']
export type Unacknowledged = components['schemas']['Unacknowledged']
/** Everybody, one room or some seats. */
export type Whom = { everybody: true } | { roomId: string } | { seatIds: string[] }

const api = client<paths>()
const every = 5_000
const size = 10
export const mostNames = 100

export function useAnnouncements(sessionId: string) {
  const queryClient = useQueryClient()
  const page = ref(1)
  const where = { path: { sessionId } }
  const query = useQuery({
    queryKey: computed(() => ['announcements', sessionId, page.value]),
    queryFn: () => ok(api.GET('/api/invigilation/sessions/{sessionId}/announcements', { params: { ...where, query: { page: page.value, pageSize: size } } })),
    placeholderData: keepPreviousData,
    refetchInterval: every,
  })
  return {
    sessionId,
    page,
    size,
    query,
    items: computed(() => query.data.value?.items ?? []),
    total: computed(() => query.data.value?.total ?? 0),
    /** How many candidates it goes to. */
    send: async (text: string, whom: Whom) => {
      const sent = await ok(api.POST('/api/invigilation/sessions/{sessionId}/announcements', { params: where, body: { text, ...whom } }))
      page.value = 1
      await queryClient.invalidateQueries({ queryKey: ['announcements', sessionId] })
      return sent.addressed
    },
  }
}

export type AnnouncementSource = ReturnType<typeof useAnnouncements>

/** Who has begun and not acknowledged one of them. */
export function useUnacknowledged(sessionId: string, announcementId: Ref<string>) {
  return useQuery({
    queryKey: computed(() => ['announcements', sessionId, 'unacknowledged', announcementId.value]),
    queryFn: () =>
      ok(
        api.GET('/api/invigilation/sessions/{sessionId}/announcements/{announcementId}/unacknowledged', {
          params: { path: { sessionId, announcementId: announcementId.value }, query: { pageSize: mostNames } },
        }),
      ),
    refetchInterval: every,
  })
}

export function whomWord(a: Announcement): string {
  if (a.scope === 'session') return '全场'
  if (a.scope === 'room') return a.roomName || '一个考场'
  return `${a.addressed} 名考生`
}
