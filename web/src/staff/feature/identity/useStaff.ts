// Staff accounts: the list and what is done to them.
import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/identity'
import { usePageList } from '@/shared/usePageList'

export type Staff = components['schemas']['Staff']
export type Scope = components['schemas']['Scope']
export type StaffPassword = components['schemas']['StaffPassword']

const api = client<paths>()
const key = 'staff-accounts'

export function useStaff() {
  const filter = reactive({ text: '' })
  const list = usePageList<Staff, { text: string }>(key, filter, (query) => ok(api.GET('/api/staff-accounts', { params: { query } })))
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: [key] })

  const update = (a: Staff, change: Partial<Pick<Staff, 'name' | 'roles' | 'scopes' | 'active'>>) => {
    const { name, roles, scopes, active } = { ...a, ...change }
    return ok(api.PUT('/api/staff-accounts/{id}', { params: { path: { id: a.id } }, body: { name, roles, scopes, active } }))
  }

  const create = (input: components['schemas']['StaffInput']) => ok(api.POST('/api/staff-accounts', { body: input }))

  const resetPassword = (a: Staff) => ok(api.POST('/api/staff-accounts/{id}/password', { params: { path: { id: a.id } } }))

  return { filter, list, refresh, create, update, resetPassword }
}
