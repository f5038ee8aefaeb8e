// Who is signed in at this entry's portal. The only server state kept in Pinia.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { components, paths } from '@/api/gen/identity'
import { client, ok } from '@/api/client'

export type Session = components['schemas']['Session']
export type Portal = components['schemas']['Portal']

const api = client<paths>()

export const useSession = defineStore('session', () => {
  const portal = ref<Portal>('learner')
  const me = shallowRef<Session>()
  const loaded = computed(() => me.value !== undefined)
  const signedIn = computed(() => me.value?.signedIn === true)

  /** Asks the server; throws ApiError when it cannot be reached. */
  async function load(): Promise<void> {
    me.value = await ok(api.GET('/api/public/session', { params: { query: { portal: portal.value } } }))
  }

  /** What a login replied. */
  function set(session: Session): void {
    me.value = session
  }

  /** True when the signed-in person may do what the contract names, "enrolment.review". */
  function can(permission: string | undefined): boolean {
    return !permission || (me.value?.permissions ?? []).includes(permission)
  }

  async function logout(): Promise<void> {
    await ok(api.POST('/api/public/logout', { body: { portal: portal.value } }))
    me.value = undefined
  }

  /** After a 401: the next guard asks the server again. */
  function forget(): void {
    me.value = undefined
  }

  return { portal, me, loaded, signedIn, load, set, can, logout, forget }
})
