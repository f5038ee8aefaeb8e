// Classes, their members and timetables, for staff.
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { paths } from '@/api/gen/cohort'
import { download } from '@/api/download'
import { upload } from '@/api/upload'
import { usePageList } from '@/shared/usePageList'
import { changeOf, type Candidate, type Class, type ClassForm, type ClassState, type Lesson, type LessonInput, type Member } from './words'

const api = client<paths>()
const names = ['classes', 'class', 'class-programmes', 'class-candidates', 'class-members', 'class-lessons']

/** Everything of this room is fetched anew after a change. */
export const refresh = (c: QueryClient) => Promise.all(names.map((name) => c.invalidateQueries({ queryKey: [name] })))

export interface ClassFilter {
  programmeId: string
  state: ClassState | ''
  text: string
}

export const useClasses = (filter: ClassFilter) =>
  usePageList<Class, ClassFilter>('classes', filter, (query) =>
    ok(api.GET('/api/classes', { params: { query: { ...query, state: query.state || undefined } } })),
  )

/** All classes of a programme, for moving and filling. */
export const useClassesOf = (programmeId: MaybeRefOrGetter<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ['classes', 'of', toValue(programmeId)]),
    queryFn: () => ok(api.GET('/api/classes', { params: { query: { programmeId: toValue(programmeId), pageSize: 100 } } })),
    enabled: computed(() => !!toValue(programmeId)),
  })

export const useProgrammes = () =>
  useQuery({ queryKey: ['class-programmes'], queryFn: () => ok(api.GET('/api/class-programmes', { params: { query: { pageSize: 100 } } })) })

export const useTeachers = () =>
  useQuery({ queryKey: ['class-teachers'], queryFn: () => ok(api.GET('/api/class-teachers', { params: { query: { pageSize: 100 } } })) })

export const createClass = (form: ClassForm) => ok(api.POST('/api/classes', { body: { programmeId: form.programmeId, ...changeOf(form) } }))

export function useClass(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const path = () => ({ params: { path: { classId: toValue(id) } } })
  const member = (applicationId: string) => ({ params: { path: { classId: toValue(id), applicationId } } })
  const query = useQuery({ queryKey: computed(() => ['class', toValue(id)]), queryFn: () => ok(api.GET('/api/classes/{classId}', path())) })
  const changed = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call
    } finally {
      await refresh(queryClient)
    }
  }
  return {
    query,
    save: (form: ClassForm) => changed(ok(api.PUT('/api/classes/{classId}', { ...path(), body: changeOf(form) }))),
    publish: () => changed(ok(api.POST('/api/classes/{classId}/publish', path()))),
    complete: () => changed(ok(api.POST('/api/classes/{classId}/complete', path()))),
    add: (applicationIds: string[]) => changed(ok(api.POST('/api/classes/{classId}/members', { ...path(), body: { applicationIds } }))),
    move: (applicationId: string, toClassId: string, reason: string) =>
      changed(ok(api.POST('/api/classes/{classId}/members/{applicationId}/move', { ...member(applicationId), body: { toClassId, reason } }))),
    remove: (applicationId: string, reason: string) =>
      changed(ok(api.POST('/api/classes/{classId}/members/{applicationId}/remove', { ...member(applicationId), body: { reason } }))),
    saveLesson: (lessonId: string | undefined, body: LessonInput) =>
      changed(
        lessonId
          ? ok(api.PUT('/api/classes/{classId}/lessons/{lessonId}', { params: { path: { classId: toValue(id), lessonId } }, body }))
          : ok(api.POST('/api/classes/{classId}/lessons', { ...path(), body })),
      ),
    deleteLesson: (lessonId: string) =>
      changed(ok(api.DELETE('/api/classes/{classId}/lessons/{lessonId}', { params: { path: { classId: toValue(id), lessonId } } }))),
    saveGroupQR: (file: File, onProgress: (share: number) => void) =>
      changed(upload<Class>(`/api/classes/${toValue(id)}/group-qr`, file, { method: 'PUT', onProgress })),
    roster: () => download(`/api/classes/${toValue(id)}/roster`),
    fullRoster: (reason: string) => download(`/api/classes/${toValue(id)}/roster/full`, { reason }),
  }
}

export type ClassSource = ReturnType<typeof useClass>

export const useMembers = (id: string) =>
  usePageList<Member, object>(['class-members', id], {}, (query) =>
    ok(api.GET('/api/classes/{classId}/members', { params: { path: { classId: id }, query } })),
  )

export const useLessons = (id: string) =>
  usePageList<Lesson, object>(
    ['class-lessons', id], {}, (query) => ok(api.GET('/api/classes/{classId}/lessons', { params: { path: { classId: id }, query } })), 50,
  )

export const useCandidates = (programmeId: string, filter: { text: string }) =>
  usePageList<Candidate, { text: string }>(['class-candidates', programmeId], filter, (query) =>
    ok(api.GET('/api/class-candidates', { params: { query: { ...query, programmeId } } })),
  )

export function useFill(programmeId: string) {
  const queryClient = useQueryClient()
  return {
    preview: (classIds: string[]) => ok(api.POST('/api/class-fills/preview', { body: { programmeId, classIds } })),
    apply: async (classIds: string[], digest: string) => {
      try {
        return await ok(api.POST('/api/class-fills', { body: { programmeId, classIds, digest } }))
      } finally {
        await refresh(queryClient)
      }
    },
  }
}
