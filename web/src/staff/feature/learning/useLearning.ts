// A class's material and its members' progress, for staff.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { client, messageOf, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/learning'
import { upload } from '@/api/upload'

type Schemas = components['schemas']
export type Resource = Schemas['Resource']
export type MemberProgress = Schemas['MemberProgress']

const api = client<paths>()

export const kinds: Record<Resource['kind'], string> = { video: '视频', pdf: 'PDF', picture: '图片' }

/** What the server takes, in bytes. */
export const limits: Record<Resource['kind'], number> = { video: 500 << 20, pdf: 50 << 20, picture: 20 << 20 }

/** By the file's ending; the server looks at the content. */
export function kindOf(name: string): Resource['kind'] | undefined {
  if (/\.(mp4|m4v|webm)$/i.test(name)) return 'video'
  if (/\.pdf$/i.test(name)) return 'pdf'
  if (/\.(jpe?g|png)$/i.test(name)) return 'picture'
  return undefined
}

/** A file's name without its ending, as a first title. */
export const titleOf = (name: string) => name.replace(/\.[^.]+$/, '').trim().slice(0, 60)

/** The list with one entry moved up (-1) or down (+1). */
export function moved(ids: string[], id: string, by: number): string[] {
  const from = ids.indexOf(id)
  const to = from + by
  if (from < 0 || to < 0 || to >= ids.length) return ids
  const next = ids.slice()
  next.splice(from, 1)
  next.splice(to, 0, id)
  return next
}

/** All material: 200 pieces at most, so two pages. */
async function all(classId: string): Promise<Resource[]> {
  const items: Resource[] = []
  for (let page = 1; ; page++) {
    const got = await ok(api.GET('/api/classes/{classId}/resources', { params: { path: { classId }, query: { page, pageSize: 100 } } }))
    items.push(...got.items)
    if (items.length >= got.total || got.items.length === 0) return items
  }
}

export function useResources(classId: string) {
  const queryClient = useQueryClient()
  const query = useQuery({ queryKey: ['class-resources', classId], queryFn: () => all(classId) })
  const changed = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call
    } finally {
      await Promise.all(['class-resources', 'class-progress'].map((name) => queryClient.invalidateQueries({ queryKey: [name, classId] })))
    }
  }
  const one = (resourceId: string) => ({ params: { path: { resourceId } } })
  return {
    query,
    items: computed(() => query.data.value ?? []),
    add: (title: string, file: File, onProgress: (share: number) => void, signal: AbortSignal) =>
      changed(upload<Resource>(`/api/classes/${classId}/resources?title=${encodeURIComponent(title)}`, file, { onProgress, signal })),
    rename: (id: string, title: string) => changed(ok(api.PUT('/api/resources/{resourceId}', { ...one(id), body: { title } }))),
    remove: (id: string) => changed(ok(api.DELETE('/api/resources/{resourceId}', one(id)))),
    order: (resourceIds: string[]) =>
      changed(ok(api.PUT('/api/classes/{classId}/resource-order', { params: { path: { classId } }, body: { resourceIds } }))),
  }
}

export type ResourceSource = ReturnType<typeof useResources>

export function useProgress(classId: string) {
  const page = ref(1)
  const pageSize = ref(50)
  const query = useQuery({
    queryKey: computed(() => ['class-progress', classId, page.value, pageSize.value]),
    queryFn: () => ok(api.GET('/api/classes/{classId}/learning-progress', { params: { path: { classId }, query: { page: page.value, pageSize: pageSize.value } } })),
    staleTime: 0,
    // Somebody is learning at this moment.
    refetchInterval: 15_000,
  })
  return {
    resources: computed(() => query.data.value?.resources ?? []),
    list: {
      page,
      pageSize,
      items: computed<MemberProgress[]>(() => query.data.value?.items ?? []),
      total: computed(() => query.data.value?.total ?? 0),
      loading: computed(() => query.isPending.value),
      error: computed(() => (query.error.value ? messageOf(query.error.value) : '')),
      retry: () => void query.refetch(),
    },
  }
}
