// Occupations, editions, levels and their tables.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/standard'
import { usePageList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type Occupation = Schemas['Occupation']
export type Edition = Schemas['Edition']
export type Level = Schemas['Level']
export type LevelDetail = Schemas['LevelDetail']
export type WeightRow = Schemas['WeightRow']
export type WeightRowInput = Schemas['WeightRowInput']
export type Element = Schemas['Element']
export type Part = Schemas['Part']
export type Importance = Schemas['Importance']

const api = client<paths>()

export const levelCodes: { code: Schemas['LevelCode']; name: string }[] = [
  { code: '5', name: '五级/初级工' },
  { code: '4', name: '四级/中级工' },
  { code: '3', name: '三级/高级工' },
  { code: '2', name: '二级/技师' },
  { code: '1', name: '一级/高级技师' },
]

export const importances: { code: 'X' | 'Y' | 'Z'; name: string }[] = [
  { code: 'X', name: '核心要素' },
  { code: 'Y', name: '一般要素' },
  { code: 'Z', name: '辅助要素' },
]

export interface OccupationFilter {
  text: string
  catalogueEdition: string
  level: Schemas['LevelCode'] | ''
}

/** Which levels an edition offers: "四级到一级", or one by one where some are missing between. */
export function offered(levels: Pick<Level, 'code' | 'rank'>[]): string {
  const present = levelCodes.filter((l) => levels.some((x) => x.code === l.code))
  const short = (name: string) => name.split('/')[0]!
  const [first] = present
  if (!first) return ''
  const gapless = levelCodes.indexOf(present.at(-1)!) - levelCodes.indexOf(first) === present.length - 1
  return gapless && present.length > 2 ? `${short(first.name)}到${short(present.at(-1)!.name)}` : present.map((l) => short(l.name)).join('、')
}

export function useOccupations() {
  const filter = reactive<OccupationFilter>({ text: '', catalogueEdition: '', level: '' })
  const list = usePageList<Occupation, OccupationFilter>('occupations', filter, ({ level, ...query }) =>
    ok(api.GET('/api/occupations', { params: { query: { ...query, ...(level ? { level } : {}) } } })),
  )
  const queryClient = useQueryClient()
  return {
    filter,
    list,
    refresh: () => queryClient.invalidateQueries({ queryKey: ['occupations'] }),
    createOccupation: (body: Schemas['OccupationInput']) => ok(api.POST('/api/occupations', { body })),
    createEdition: (occupationId: string, body: Schemas['EditionInput']) =>
      ok(api.POST('/api/occupations/{occupationId}/editions', { params: { path: { occupationId } }, body })),
    createLevel: (editionId: string, body: Schemas['LevelInput']) =>
      ok(api.POST('/api/standard-editions/{editionId}/levels', { params: { path: { editionId } }, body })),
  }
}

export function useLevel(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const key = computed(() => ['level', toValue(id)])
  const query = useQuery({ queryKey: key, queryFn: () => ok(api.GET('/api/levels/{levelId}', { params: { path: { levelId: toValue(id) } } })) })
  const take = (detail: LevelDetail) => queryClient.setQueryData(key.value, detail)
  return {
    query,
    saveWeights: async (part: Part, rows: WeightRowInput[]) =>
      take(await ok(api.PUT('/api/levels/{levelId}/weights/{part}', { params: { path: { levelId: toValue(id), part } }, body: { rows } }))),
    saveMinutes: async (body: Schemas['MinutesInput']) =>
      take(await ok(api.PUT('/api/levels/{levelId}/minutes', { params: { path: { levelId: toValue(id) } }, body }))),
  }
}

export function useElements(levelId: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const key = computed(() => ['elements', toValue(levelId)])
  const query = useQuery({ queryKey: key, queryFn: () => ok(api.GET('/api/levels/{levelId}/elements', { params: { path: { levelId: toValue(levelId) } } })) })
  const refresh = () => queryClient.invalidateQueries({ queryKey: key.value })
  const path = (elementId: string) => ({ params: { path: { elementId } } })
  return {
    query,
    refresh,
    create: (body: Schemas['ElementInput']) => ok(api.POST('/api/levels/{levelId}/elements', { params: { path: { levelId: toValue(levelId) } }, body })),
    change: (id: string, body: Schemas['ElementChange']) => ok(api.PUT('/api/elements/{elementId}', { ...path(id), body })),
    remove: (id: string) => ok(api.DELETE('/api/elements/{elementId}', path(id))),
  }
}
