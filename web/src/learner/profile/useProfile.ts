// The trainee's profile: read, typed into, saved by itself.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, ref, watch } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/learner'
import { upload } from '@/api/upload'
import { sentence } from '@/shared/sentences'
import { useSession } from '@/shared/useSession'
import { useAutosave } from './autosave'

type Schemas = components['schemas']
export type Profile = Schemas['MyProfile']
export type ProfileInput = Schemas['ProfileInput']
export type Group = Schemas['Group']

const api = client<paths>()
export const profileKey = ['my-profile']

function blank(): ProfileInput {
  return {
    name: '', idType: 'resident_id', idNumber: '', sex: '', birthDate: '', ethnic: '', education: '', source: '',
    address: '', employer: '', email: '', workYears: 0, priorOccupation: '', priorCertificate: '',
  }
}

/** The number of these documents holds sex and birth date. */
export const holdsBirth = (idType: string) => idType === 'resident_id' || idType === 'residence_permit'

const sentences = (list: Schemas['Remark'][]) => Object.fromEntries(list.map((r) => [r.name, sentence(r.sub, {}) ?? '请检查这一项。']))

export function useProfile() {
  const queryClient = useQueryClient()
  const session = useSession()
  const query = useQuery({ queryKey: profileKey, queryFn: () => ok(api.GET('/api/my/profile')), staleTime: 0 })
  const form = reactive(blank())
  const loaded = ref(false)
  let sent = ''

  const input = (): ProfileInput => {
    const years = Math.round(Number(form.workYears))
    const out = { ...form, workYears: Number.isFinite(years) ? Math.min(70, Math.max(0, years)) : 0 }
    return holdsBirth(form.idType) ? { ...out, sex: '', birthDate: '' } : out
  }

  /** What the server says goes into the form, unless the person typed on meanwhile. */
  function take(p: Profile) {
    queryClient.setQueryData(profileKey, p)
    if (loaded.value && JSON.stringify(input()) !== sent) return
    for (const key of Object.keys(blank()) as (keyof ProfileInput)[]) Object.assign(form, { [key]: p[key] })
    if (!form.idType) form.idType = 'resident_id'
    sent = JSON.stringify(input())
  }

  const saving = useAutosave(async () => {
    const body = input()
    sent = JSON.stringify(body)
    const p = await ok(api.PUT('/api/my/profile', { body }))
    take(p)
    // The name on 我的 follows a good name; that it comes late hurts nobody.
    if (p.name && p.name !== session.me?.name && !p.problems.some((r) => r.name === 'name')) session.load().catch(() => undefined)
  })

  watch(query.data, (p) => {
    if (!p || loaded.value) return
    take(p)
    loaded.value = true
  }, { immediate: true })
  watch(form, () => {
    if (loaded.value && JSON.stringify(input()) !== sent) saving.touch()
  })

  const profile = computed(() => query.data.value)
  return {
    query,
    form,
    loaded,
    profile,
    saving,
    errors: computed(() => sentences(profile.value?.problems ?? [])),
    notices: computed(() => sentences(profile.value?.notices ?? [])),
    held: (group: Group) => profile.value?.held.includes(group) ?? false,
    /** Sends a photo that was prepared by fitPicture. */
    sendPhoto: async (photo: Blob, onProgress: (share: number) => void) => {
      queryClient.setQueryData(profileKey, await upload<Profile>('/api/my/photo', photo, { method: 'PUT', onProgress }))
    },
  }
}

export type ProfileForm = ReturnType<typeof useProfile>
