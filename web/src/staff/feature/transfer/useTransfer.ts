// Files of questions in and out: the operations and what the pages keep of them.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/transfer'
import { upload } from '@/api/upload'
import { usePageList, withoutEmpty } from '@/shared/usePageList'

type Schemas = components['schemas']
export type Import = Schemas['Import']
export type ImportState = Schemas['ImportState']
export type Verdict = Schemas['Verdict']
export type Row = Schemas['ImportRow']
export type RowDetail = Schemas['ImportRowDetail']
export type RowInput = Schemas['RowInput']
export type RowsChange = Schemas['RowsChange']
export type CommitInput = Schemas['CommitInput']
export type Conflict = Schemas['Conflict']
export type Note = Schemas['Note']
export type Kept = Schemas['Kept']
export type Format = Schemas['Format']
export type Pool = Schemas['Pool']
type RowQuery = NonNullable<paths['/api/transfer/imports/{importId}/rows']['get']['parameters']['query']>
export type ExportFilter = NonNullable<paths['/api/transfer/levels/{levelId}/export-check']['get']['parameters']['query']>

const api = client<paths>()
const path = (importId: string) => ({ params: { path: { importId } } })

export const useFormats = () => useQuery({ queryKey: ['question-formats'], queryFn: () => ok(api.GET('/api/transfer/formats')), staleTime: Infinity })

export const templateUrl = (levelId: string) => `/api/transfer/levels/${levelId}/template`

export function startImport(levelId: string, file: File, pool: Pool, format: string, onProgress: (share: number) => void): Promise<Import> {
  const query = new URLSearchParams({ pool, format })
  return upload<Import>(`/api/transfer/levels/${levelId}/imports?${query}`, file, { onProgress })
}

export const useImports = (filter: { levelId: string; state: ImportState | '' }) =>
  usePageList<Import, typeof filter>('imports', filter, async ({ levelId, ...query }) =>
    levelId ? ok(api.GET('/api/transfer/levels/{levelId}/imports', { params: { path: { levelId }, query: query as { state?: ImportState } } })) : { items: [], total: 0 })

/** Which rows a list shows, as the page's buttons call it. */
export type RowView = Verdict | '' | 'warned' | 'unplaced' | 'excluded'

export function rowQuery(view: RowView): RowQuery {
  if (view === 'warned' || view === 'unplaced') return { [view]: true, ...(view === 'unplaced' ? { verdict: 'accepted', excluded: false } : {}) }
  if (view === 'excluded') return { excluded: true }
  return view ? { verdict: view, excluded: false } : {}
}

const listRows = (importId: string, query: RowQuery) => ok(api.GET('/api/transfer/imports/{importId}/rows', { params: { path: { importId }, query } }))

export const useRows = (importId: MaybeRefOrGetter<string>, filter: { view: RowView; importId: string }) =>
  usePageList<Row, typeof filter>('import-rows', filter, ({ view, page, pageSize }) => listRows(toValue(importId), { ...rowQuery(view ?? ''), page, pageSize }))

/** A page of the rows with errors that nobody left out, 100 at a time. */
export const faultyRows = (importId: string, page: number) => listRows(importId, { verdict: 'rejected', excluded: false, page, pageSize: 100 })

/** How many rows of a verdict are to replace what the bank holds; the first hundred are looked at. */
function useMeant(importId: MaybeRefOrGetter<string>, verdict: 'changed' | 'conflict', count: () => number) {
  const query = useQuery({
    queryKey: computed(() => ['import-rows', 'meant', toValue(importId), verdict]),
    queryFn: () => listRows(toValue(importId), { verdict, excluded: false, pageSize: 100 }),
    enabled: computed(() => count() > 0),
  })
  return computed(() => (count() > 0 ? (query.data.value?.items.filter((r) => r.update).length ?? 0) : 0))
}

export function useImport(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const key = computed(() => ['import', toValue(id)])
  const query = useQuery({
    queryKey: key,
    queryFn: () => ok(api.GET('/api/transfer/imports/{importId}', path(toValue(id)))),
    refetchInterval: (q) => (q.state.data?.state === 'reading' ? 1000 : false),
  })
  async function refresh() {
    for (const name of ['import-rows', 'import-row', 'imports']) await queryClient.invalidateQueries({ queryKey: [name] })
  }
  async function take(call: Promise<Import>): Promise<Import> {
    const done = await call
    queryClient.setQueryData(key.value, done)
    await refresh()
    return done
  }
  async function entered() {
    for (const name of ['questions', 'question', 'bank-health']) await queryClient.invalidateQueries({ queryKey: [name] })
  }
  return {
    query,
    refresh,
    meantChanged: useMeant(id, 'changed', () => query.data.value?.changed ?? 0),
    meantConflict: useMeant(id, 'conflict', () => query.data.value?.conflict ?? 0),
    change: (body: RowsChange) => take(ok(api.POST('/api/transfer/imports/{importId}/rows/change', { ...path(toValue(id)), body }))),
    commit: async (body: CommitInput) => {
      try {
        await take(ok(api.POST('/api/transfer/imports/{importId}/commit', { ...path(toValue(id)), body })))
        await entered()
      } catch (error) {
        // The bank may have moved on, and the rows were judged anew.
        await query.refetch()
        await refresh()
        throw error
      }
    },
    undo: async (reason: string) => {
      const undone = await ok(api.POST('/api/transfer/imports/{importId}/undo', { ...path(toValue(id)), body: { reason } }))
      await take(Promise.resolve(undone.import))
      await entered()
      return undone
    },
    discard: async () => {
      await ok(api.DELETE('/api/transfer/imports/{importId}', path(toValue(id))))
      await queryClient.invalidateQueries({ queryKey: ['imports'] })
    },
  }
}

const rowPath = (importId: string, position: number) => ({ params: { path: { importId, position } } })

/** One row. For an editor `fresh` keeps an older copy from being edited. */
export function useRow(importId: MaybeRefOrGetter<string>, position: MaybeRefOrGetter<number>, fresh = false) {
  return useQuery({
    queryKey: computed(() => [fresh ? 'import-row-edit' : 'import-row', toValue(importId), toValue(position)]),
    queryFn: () => ok(api.GET('/api/transfer/imports/{importId}/rows/{position}', rowPath(toValue(importId), toValue(position)))),
    enabled: computed(() => toValue(position) > 0),
    ...(fresh ? { gcTime: 0, staleTime: Infinity } : {}),
  })
}

export const mendRow = (importId: string, position: number, body: RowInput) =>
  ok(api.PUT('/api/transfer/imports/{importId}/rows/{position}', { ...rowPath(importId, position), body }))

export function exportUrl(levelId: string, filter: ExportFilter): string {
  return `/api/transfer/levels/${levelId}/export?${new URLSearchParams(Object.entries(withoutEmpty(filter)).map(([name, value]) => [name, String(value)]))}`
}

export const useExportCheck = (levelId: MaybeRefOrGetter<string>, filter: () => ExportFilter) =>
  useQuery({
    queryKey: computed(() => ['export-check', toValue(levelId), filter()]),
    queryFn: () => ok(api.GET('/api/transfer/levels/{levelId}/export-check', { params: { path: { levelId: toValue(levelId) }, query: withoutEmpty(filter()) } })),
    enabled: computed(() => toValue(levelId) !== ''),
  })
