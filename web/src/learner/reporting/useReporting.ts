// Sending an error report of a question.
import { useQueryClient } from '@tanstack/vue-query'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/errata'

export type Reported = components['schemas']['Reported']
export type ReportInput = components['schemas']['ReportInput']

const api = client<paths>()

export function useReporting() {
  const queryClient = useQueryClient()
  return async (body: ReportInput): Promise<Reported> => {
    const reported = await ok(api.POST('/api/my/errata', { body }))
    void queryClient.invalidateQueries({ queryKey: ['my-errata'] })
    return reported
  }
}
