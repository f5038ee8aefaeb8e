// Programmes and their posters, for staff.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { paths as bodyPaths } from '@/api/gen/body'
import type { components, paths } from '@/api/gen/enrolment'
import { usePageList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type Programme = Schemas['Programme']
export type ProgrammeInput = Schemas['ProgrammeInput']
export type Material = Schemas['Material']
export type Poster = Schemas['Poster']

const api = client<paths>()
const body = client<bodyPaths>()
const key = 'programmes'

type Filter = { text: string; state: Programme['state'] | '' }

export function useProgrammes() {
  const filter = reactive<Filter>({ text: '', state: '' })
  const list = usePageList<Programme, Filter>(key, filter, (query) =>
    ok(api.GET('/api/programmes', { params: { query: { ...query, state: query.state || undefined } } })),
  )
  return { filter, list }
}

/** All programmes for a picker, newest first. */
export function useProgrammeOptions() {
  const query = useQuery({ queryKey: [key, 'options'], queryFn: () => ok(api.GET('/api/programmes', { params: { query: { page: 1, pageSize: 100 } } })) })
  return computed(() => query.data.value?.items ?? [])
}

export function useProgramme(id: MaybeRefOrGetter<string | undefined>) {
  const queryClient = useQueryClient()
  const path = () => ({ params: { path: { programmeId: toValue(id)! } } })
  const query = useQuery({
    queryKey: computed(() => [key, 'one', toValue(id)]),
    queryFn: () => ok(api.GET('/api/programmes/{programmeId}', path())),
    enabled: computed(() => !!toValue(id)),
  })
  async function take(p: Programme): Promise<Programme> {
    await queryClient.invalidateQueries({ queryKey: [key] })
    queryClient.setQueryData([key, 'one', p.id], p)
    return p
  }
  return {
    query,
    create: async (input: ProgrammeInput) => take(await ok(api.POST('/api/programmes', { body: input }))),
    save: async (input: ProgrammeInput) => take(await ok(api.PUT('/api/programmes/{programmeId}', { ...path(), body: input }))),
    open: async () => take(await ok(api.POST('/api/programmes/{programmeId}/open', path()))),
    close: async () => take(await ok(api.POST('/api/programmes/{programmeId}/close', path()))),
  }
}

export function usePosters(programmeId: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const queryKey = computed(() => ['posters', toValue(programmeId)])
  const path = () => ({ params: { path: { programmeId: toValue(programmeId) } } })
  return {
    query: useQuery({ queryKey, queryFn: () => ok(api.GET('/api/programmes/{programmeId}/posters', path())) }),
    create: async (channel: string) => {
      await ok(api.POST('/api/programmes/{programmeId}/posters', { ...path(), body: { channel } }))
      await queryClient.invalidateQueries({ queryKey: queryKey.value })
    },
  }
}

export const usePoster = (posterId: string) =>
  useQuery({
    queryKey: ['poster', posterId],
    queryFn: async () => {
      const [sheet, ours] = await Promise.all([ok(api.GET('/api/posters/{posterId}', { params: { path: { posterId } } })), ok(body.GET('/api/public/body'))])
      return { ...sheet, body: ours }
    },
  })
