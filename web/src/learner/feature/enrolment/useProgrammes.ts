// Programmes as everybody sees them.
import { useQuery } from '@tanstack/vue-query'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/enrolment'
import type { paths as bodyPaths } from '@/api/gen/body'
import { useEndlessList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type PublicProgramme = Schemas['PublicProgramme']

const api = client<paths>()
const body = client<bodyPaths>()

export const useProgrammes = () =>
  useEndlessList<PublicProgramme, object>('public-programmes', {}, (query) => ok(api.GET('/api/public/programmes', { params: { query } })))

export const useBodyName = () => useQuery({ queryKey: ['public-body'], queryFn: () => ok(body.GET('/api/public/body')), staleTime: Infinity })

export const useProgramme = (slug: string) =>
  useQuery({ queryKey: ['public-programme', slug], queryFn: () => ok(api.GET('/api/public/programmes/{slug}', { params: { path: { slug } } })) })

/** Counts a visit from a poster; nobody waits for it. */
export async function countVisit(slug: string, channel: string): Promise<void> {
  try {
    await ok(api.POST('/api/public/programmes/{slug}/visits', { params: { path: { slug } }, body: { channel } }))
  } catch {
    // a count that is missed disturbs no visitor
  }
}

export const startApplication = (slug: string, channel?: string) =>
  ok(api.POST('/api/my/applications', { body: channel ? { slug, channel } : { slug } }))
