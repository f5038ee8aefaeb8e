// Material and progress of the trainee's classes.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { client, ok } from '@/api/client'
import type { paths as cohortPaths } from '@/api/gen/cohort'
import type { components, paths } from '@/api/gen/learning'
import { duration } from '@/shared/format'
import { useEndlessList } from '@/shared/usePageList'
import type { Interval } from './watched'

type Schemas = components['schemas']
export type MyResource = Schemas['MyResource']
export type Progress = Schemas['Progress']
type MyClass = Awaited<ReturnType<typeof myClasses>>['items'][number]

const api = client<paths>()
const cohort = client<cohortPaths>()
const key = 'my-resources'

export const kinds: Record<MyResource['kind'], string> = { video: '视频', pdf: '文档', picture: '图片' }
export const icons: Record<MyResource['kind'], string> = { video: 'play-circle-o', pdf: 'description', picture: 'photo-o' }

/** "视频 12:30", "文档 8 页". */
export function lengthOf(r: MyResource): string {
  if (r.kind === 'video') return `${kinds.video} ${duration(r.length)}`
  return r.kind === 'pdf' ? `${kinds.pdf} ${r.length} 页` : kinds.picture
}

export const progressWords = (p: Progress) => (p.completed ? '已完成' : p.percent > 0 ? `已学 ${p.percent}%` : '未学习')

const myClasses = (query: { page: number; pageSize: number }) => ok(cohort.GET('/api/my/classes', { params: { query } }))

export const useStudyClasses = () => useEndlessList<MyClass, object>('study-classes', {}, myClasses, 10)

export function useMaterial(classId: string) {
  const query = useQuery({
    queryKey: [key, classId],
    staleTime: 0,
    queryFn: async () => {
      const items: MyResource[] = []
      for (let page = 1; ; page++) {
        const got = await ok(api.GET('/api/my/classes/{classId}/resources', { params: { path: { classId }, query: { page, pageSize: 100 } } }))
        items.push(...got.items)
        if (items.length >= got.total || got.items.length === 0) return { items, completed: got.completed }
      }
    },
  })
  return { query, items: computed(() => query.data.value?.items ?? []), completed: computed(() => query.data.value?.completed ?? 0) }
}

export function useResource(resourceId: string) {
  const queryClient = useQueryClient()
  const queryKey = ['my-resource', resourceId]
  const path = { params: { path: { resourceId } } }
  return {
    // Another device may have gone on since.
    query: useQuery({ queryKey, staleTime: 0, gcTime: 0, queryFn: () => ok(api.GET('/api/my/resources/{resourceId}', path)) }),
    file: `/api/my/resources/${resourceId}/file`,
    report: (position: number, played: Interval[]) => ok(api.PUT('/api/my/resources/{resourceId}/progress', { ...path, body: { position, played } })),
    /** For the moment when the page goes: the browser sends it afterwards. */
    reportLeaving: (position: number, played: Interval[]) => {
      void fetch(`/api/my/resources/${resourceId}/progress`, {
        method: 'PUT', keepalive: true, credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ position, played }),
      }).catch(() => undefined)
    },
    forgetLists: () => queryClient.invalidateQueries({ queryKey: [key] }),
  }
}

export type StudySource = ReturnType<typeof useResource>
