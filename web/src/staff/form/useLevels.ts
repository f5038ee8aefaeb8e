// The levels that the person may see, for pickers and for names in lists.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/standard'

export type Level = components['schemas']['Level']

const api = client<paths>()

export function useLevels() {
  const query = useQuery({ queryKey: ['levels'], queryFn: () => ok(api.GET('/api/levels')), staleTime: 60_000 })
  const levels = computed<Level[]>(() => query.data.value?.items ?? [])
  const byId = computed(() => new Map(levels.value.map((l) => [l.id, l])))
  return {
    query,
    levels,
    /** "车工（数控车床）四级/中级工", or a dash. */
    titleOf: (id: string) => byId.value.get(id)?.title ?? '—',
    level: (id: string) => byId.value.get(id),
  }
}
