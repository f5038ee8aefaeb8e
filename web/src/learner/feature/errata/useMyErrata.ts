// What the trainee has reported, and what came of it.
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/errata'
import { useEndlessList } from '@/shared/usePageList'

export type MyReport = components['schemas']['MyReport']

const api = client<paths>()

export const useMyErrata = () => useEndlessList<MyReport, object>('my-errata', {}, (query) => ok(api.GET('/api/my/errata', { params: { query } })))
