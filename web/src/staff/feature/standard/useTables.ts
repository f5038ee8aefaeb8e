// Uploads of a level's tables, and the versions that changes leave behind.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/standard'
import { upload } from '@/api/upload'
import { usePageList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type TableImport = Schemas['TableImport']
export type TableFault = Schemas['TableFault']
export type TableChange = Schemas['TableChange']
export type TableVersion = Schemas['TableVersion']

const api = client<paths>()

export const uploadTables = (levelId: string, file: File, keepMissing: boolean, onProgress?: (share: number) => void) =>
  upload<TableImport>(`/api/levels/${levelId}/table-imports?keepMissing=${keepMissing}`, file, { onProgress })

export function useTableImport(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const key = computed(() => ['table-import', toValue(id)])
  const where = () => ({ params: { path: { importId: toValue(id) } } })
  const query = useQuery({ queryKey: key, queryFn: () => ok(api.GET('/api/table-imports/{importId}', where())) })
  return {
    query,
    commit: async (reason: string) => {
      queryClient.setQueryData(key.value, await ok(api.POST('/api/table-imports/{importId}/commit', { ...where(), body: { reason } })))
      for (const name of ['level', 'elements', 'table-versions']) await queryClient.invalidateQueries({ queryKey: [name] })
    },
  }
}

export function useTableVersions(levelId: MaybeRefOrGetter<string>) {
  return usePageList<TableVersion, { levelId: string }>('table-versions', () => ({ levelId: toValue(levelId) }), ({ levelId: level, ...query }) =>
    ok(api.GET('/api/levels/{levelId}/table-versions', { params: { path: { levelId: level }, query } })),
  )
}

export function useTableVersion(levelId: MaybeRefOrGetter<string>, number: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['table-version', toValue(levelId), toValue(number)]),
    queryFn: () => ok(api.GET('/api/levels/{levelId}/table-versions/{number}', { params: { path: { levelId: toValue(levelId), number: toValue(number) } } })),
  })
}

export function useTableChanges(levelId: MaybeRefOrGetter<string>, from: MaybeRefOrGetter<number>, to: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['table-changes', toValue(levelId), toValue(from), toValue(to)]),
    queryFn: () =>
      ok(api.GET('/api/levels/{levelId}/table-changes', { params: { path: { levelId: toValue(levelId) }, query: { from: toValue(from), to: toValue(to) } } })),
  })
}
