// The classes that the trainee is in.
import { useQuery } from '@tanstack/vue-query'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/cohort'
import { useEndlessList } from '@/shared/usePageList'
import type { MyLesson } from './timetable'

export type MyClass = components['schemas']['MyClass']

const api = client<paths>()

export const useMyClasses = () => useEndlessList<MyClass, object>('my-classes', {}, (query) => ok(api.GET('/api/my/classes', { params: { query } })))

export const useMyClass = (classId: string) =>
  useQuery({ queryKey: ['my-class', classId], queryFn: () => ok(api.GET('/api/my/classes/{classId}', { params: { path: { classId } } })) })

/** The whole timetable: 400 lessons at most. */
async function allLessons(classId: string): Promise<MyLesson[]> {
  const items: MyLesson[] = []
  for (let page = 1; ; page++) {
    const got = await ok(api.GET('/api/my/classes/{classId}/lessons', { params: { path: { classId }, query: { page, pageSize: 100 } } }))
    items.push(...got.items)
    if (items.length >= got.total || got.items.length === 0) return items
  }
}

export const useMyLessons = (classId: string) => useQuery({ queryKey: ['my-lessons', classId], queryFn: () => allLessons(classId) })
