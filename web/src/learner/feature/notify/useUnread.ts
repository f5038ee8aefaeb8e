// How many messages wait unread; asked for while somebody is signed in.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { client, ok } from '@/api/client'
import type { paths } from '@/api/gen/notify'
import { useSession } from '@/shared/useSession'

const api = client<paths>()
const minute = 60_000

/** The head of every query about the trainee's messages. */
export const noticesKey = 'my-notices'

export function useUnread() {
  const session = useSession()
  const query = useQuery({
    queryKey: [noticesKey, 'unread'],
    queryFn: async () => (await ok(api.GET('/api/my/notices', { params: { query: { pageSize: 1 } } }))).unread,
    enabled: computed(() => session.signedIn),
    refetchInterval: minute,
    staleTime: minute / 2,
  })
  /** Never more than "99+", nothing when there is none. */
  const text = computed(() => {
    const n = session.signedIn ? (query.data.value ?? 0) : 0
    return n > 99 ? '99+' : n > 0 ? String(n) : ''
  })
  return { text }
}
