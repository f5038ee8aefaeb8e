// The leaderboard of a mock exam.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/ranking'

export type Entry = components['schemas']['Entry']

const api = client<paths>()

export function useRanking(mockExamId: string) {
  const queryClient = useQueryClient()
  const key = ['my-ranking']
  return {
    query: useQuery({
      queryKey: [...key, mockExamId],
      queryFn: () => ok(api.GET('/api/my/mock-exams/{mockExamId}/ranking', { params: { path: { mockExamId } } })),
    }),
    saveVisible: async (visible: boolean) => {
      await ok(api.PUT('/api/my/ranking/visibility', { body: { visible } }))
      await queryClient.invalidateQueries({ queryKey: key })
    },
  }
}
