// The trainee's messages and what is done with them.
import { useQueryClient } from '@tanstack/vue-query'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/notify'
import { useEndlessList } from '@/shared/usePageList'
import { noticesKey } from './useUnread'

export type Notice = components['schemas']['Notice']

const api = client<paths>()

export function useNotices() {
  const queryClient = useQueryClient()
  const list = useEndlessList<Notice, object>(noticesKey, {}, (query) => ok(api.GET('/api/my/notices', { params: { query } })))
  const refresh = () => queryClient.invalidateQueries({ queryKey: [noticesKey] })

  /** A message that could not be marked stays unread; that is no reason to stop its reader. */
  async function read(n: Notice): Promise<void> {
    if (n.read) return
    try {
      await ok(api.POST('/api/my/notices/{noticeId}/read', { params: { path: { noticeId: n.id } } }))
      await refresh()
    } catch {
      // stays unread
    }
  }

  async function readAll(): Promise<void> {
    await ok(api.POST('/api/my/notices/read-all'))
    await refresh()
  }

  return { list, read, readAll }
}
