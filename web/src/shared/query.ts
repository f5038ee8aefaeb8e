// TanStack Query as every entry uses it.
import { QueryClient } from '@tanstack/vue-query'
import { ApiError } from '@/api/problem'

/** Only what may pass by itself is tried again: no network, a busy server. */
export function worthRetrying(count: number, error: unknown): boolean {
  return count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502)
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 5_000, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
