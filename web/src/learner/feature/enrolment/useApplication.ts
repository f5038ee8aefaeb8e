// One application: what is filled in, sent up, handed in.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/enrolment'
import { upload } from '@/api/upload'
import { useEndlessList } from '@/shared/usePageList'
import { profileKey } from '../../profile/useProfile'

type Schemas = components['schemas']
export type MyApplication = Schemas['MyApplication']
export type MySummary = Schemas['MyApplicationSummary']
export type MyItem = Schemas['MyItem']
export type Term = Schemas['Term']

const api = client<paths>()
const listKey = 'my-applications'

export const useMyApplications = () =>
  useEndlessList<MySummary, object>(listKey, {}, (query) => ok(api.GET('/api/my/applications', { params: { query } })))

export const useTerms = () =>
  useQuery({ queryKey: ['enrolment-terms'], queryFn: () => ok(api.GET('/api/public/enrolment-terms')), staleTime: 60_000 })

export function useApplication(id: string) {
  const queryClient = useQueryClient()
  const key = ['my-application', id]
  const path = { params: { path: { applicationId: id } } }
  const query = useQuery({ queryKey: key, queryFn: () => ok(api.GET('/api/my/applications/{applicationId}', path)) })
  const take = (a: MyApplication) => queryClient.setQueryData(key, a)

  // A page that the phone brings back frozen may show a state that has passed.
  const back = (e: PageTransitionEvent) => e.persisted && void query.refetch()
  window.addEventListener('pageshow', back)
  onScopeDispose(() => window.removeEventListener('pageshow', back))

  /** A change of state also changes the list and what of the profile is held. */
  async function settle(a: MyApplication) {
    take(a)
    await Promise.all([queryClient.invalidateQueries({ queryKey: [listKey] }), queryClient.invalidateQueries({ queryKey: profileKey })])
  }

  return {
    query,
    application: computed(() => query.data.value),
    fileURL: (fileId: string) => `/api/my/applications/${id}/files/${fileId}`,
    saveClause: async (clauseKey: string) => take(await ok(api.PUT('/api/my/applications/{applicationId}', { ...path, body: { clauseKey } }))),
    addFile: async (material: string, file: Blob, onProgress: (share: number) => void) =>
      take(await upload<MyApplication>(`/api/my/applications/${id}/materials/${material}/files`, file, { onProgress })),
    removeFile: async (fileId: string) =>
      take(await ok(api.DELETE('/api/my/applications/{applicationId}/files/{fileId}', { params: { path: { applicationId: id, fileId } } }))),
    submit: async (terms: Term[]) =>
      settle(
        await ok(
          api.POST('/api/my/applications/{applicationId}/submit', {
            ...path,
            body: { agreements: terms.map((t) => ({ document: t.document, version: t.version })) },
          }),
        ),
      ),
    withdraw: async (reason: string) => settle(await ok(api.POST('/api/my/applications/{applicationId}/withdraw', { ...path, body: { reason } }))),
  }
}

export type ApplicationSource = ReturnType<typeof useApplication>
