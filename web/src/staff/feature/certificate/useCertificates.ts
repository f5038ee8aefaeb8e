// Who may have a certificate, who has one, and the steps between.
import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/certificate'
import { usePageList } from '@/shared/usePageList'

type Schemas = components['schemas']
/** The key tells two exams of one person apart. */
export type Eligible = Schemas['Eligible'] & { key: string }
export type Certificate = Schemas['Certificate']
export type Issuing = Schemas['Issuing']

const api = client<paths>()

export function useEligible() {
  const queryClient = useQueryClient()
  const filter = reactive({ text: '' })
  const list = usePageList<Eligible, { text: string }>('eligible', filter, async (query) => {
    const page = await ok(api.GET('/api/certificates/eligible', { params: { query } }))
    return { total: page.total, items: page.items.map((e) => ({ ...e, key: e.planId + e.accountId })) }
  }, 50)

  async function issue(people: Eligible[] | 'all'): Promise<Issuing> {
    const body = people === 'all' ? { all: true } : { all: false, people: people.map(({ planId, accountId }) => ({ planId, accountId })) }
    try {
      return await ok(api.POST('/api/certificates/issue', { body }))
    } finally {
      await Promise.all(['eligible', 'certificates'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    }
  }
  return { filter, list, issue }
}

export function useIssued() {
  const queryClient = useQueryClient()
  const filter = reactive<{ text: string; state?: Certificate['state'] }>({ text: '' })
  const list = usePageList<Certificate, typeof filter>('certificates', filter, (query) => ok(api.GET('/api/certificates', { params: { query } })))

  async function revoke(certificateId: string, reason: string): Promise<void> {
    await ok(api.POST('/api/certificates/{certificateId}/revoke', { params: { path: { certificateId } }, body: { reason } }))
    await queryClient.invalidateQueries({ queryKey: ['certificates'] })
  }
  return { filter, list, revoke }
}

/** The printed sheet of a certificate, as the browser shows it. */
export const sheetURL = (id: string) => `/api/certificates/${id}/file`
