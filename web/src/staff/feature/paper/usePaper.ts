// Blueprints and the forms frozen from them.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { client, ok } from '@/api/client'
import type { components, paths } from '@/api/gen/paper'
import type { components as standard, paths as standardPaths } from '@/api/gen/standard'
import { usePageList } from '@/shared/usePageList'

type Schemas = components['schemas']
export type Purpose = Schemas['PaperPurpose']
export type SectionType = Schemas['SectionType']
export type Section = Schemas['Section']
export type Demands = Schemas['Demands']
export type Trouble = Schemas['Trouble']
export type Figures = Schemas['Figures']
export type Shortfall = Schemas['Shortfall']
export type Conformity = Schemas['Conformity']
export type Preset = Schemas['Preset']
export type Approval = Schemas['FormApproval']
export type Blueprint = Schemas['Blueprint']
export type BlueprintInput = Schemas['BlueprintInput']
export type CheckResult = Schemas['CheckResult']
export type RowPoints = Schemas['RowPoints']
export type Form = Schemas['FormSummary']
export type FormDetail = Schemas['FormDetail']
export type FormQuestion = Schemas['FormQuestion']
export type FormPart = Schemas['FormPart']
export type KeyItem = Schemas['FormKeyItem']
export type WeightRow = standard['schemas']['WeightRow']
/** Of the bank, as its pages take it in their address. */
export type Pool = 'practice' | 'mock' | 'exam'

const api = client<paths>()
const standardApi = client<standardPaths>()

export interface BlueprintFilter {
  levelId: string
  purpose: Purpose | ''
}

export function useBlueprints(filter: BlueprintFilter) {
  return usePageList<Blueprint, BlueprintFilter>('blueprints', filter, (query) =>
    ok(api.GET('/api/paper/blueprints', { params: { query: query as { levelId?: string; purpose?: Purpose; page: number; pageSize: number } } })),
  )
}

export function useBlueprint(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const key = computed(() => ['blueprint', toValue(id)])
  const where = () => ({ params: { path: { blueprintId: toValue(id) } } })
  const query = useQuery({ queryKey: key, queryFn: () => ok(api.GET('/api/paper/blueprints/{blueprintId}', where())) })
  return {
    query,
    save: async ({ name, purpose, minutes, multipleMode, demands, sections }: BlueprintInput) => {
      queryClient.setQueryData(key.value, await ok(api.PUT('/api/paper/blueprints/{blueprintId}', { ...where(), body: { name, purpose, minutes, multipleMode, demands, sections } })))
      await queryClient.invalidateQueries({ queryKey: ['blueprints'] })
    },
    /** `variants` twins of each form, the same questions in another order. */
    freeze: async (count: number, variants: number) => {
      const made = await ok(api.POST('/api/paper/blueprints/{blueprintId}/forms', { ...where(), body: { count, variants } }))
      for (const name of ['blueprint', 'blueprints', 'forms']) await queryClient.invalidateQueries({ queryKey: [name] })
      return made.items
    },
  }
}

export const usePresets = () =>
  useQuery({ queryKey: ['paper-presets'], queryFn: () => ok(api.GET('/api/paper/presets')), staleTime: Infinity })

export const createBlueprint = (body: BlueprintInput) => ok(api.POST('/api/paper/blueprints', { body }))

/** The level's theory table. */
export function useWeightRows(levelId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    queryKey: computed(() => ['level', toValue(levelId)]),
    queryFn: () => ok(standardApi.GET('/api/levels/{levelId}', { params: { path: { levelId: toValue(levelId) } } })),
    enabled: computed(() => toValue(levelId) !== ''),
  })
  return { rows: computed<WeightRow[]>(() => query.data.value?.theory ?? []), minutes: computed(() => query.data.value?.level.theoryMinutes) }
}

export interface CheckQuestion {
  levelId: string
  purpose: Purpose
  demands: Demands
  /** Parallel forms to try. */
  forms: number
  sections: Section[]
}

/** Tries the assembly whenever what decides it has changed; undefined asks nothing. */
export function useCheck(question: MaybeRefOrGetter<CheckQuestion | undefined>) {
  return useQuery({
    queryKey: computed(() => ['paper-check', toValue(question)]),
    queryFn: () => {
      const { levelId, ...body } = toValue(question)!
      return ok(api.POST('/api/paper/levels/{levelId}/check', { params: { path: { levelId } }, body }))
    },
    enabled: computed(() => toValue(question) !== undefined),
    placeholderData: keepPreviousData,
  })
}

export interface FormFilter extends BlueprintFilter {
  blueprintId: string
}

export function useForms(filter: MaybeRefOrGetter<FormFilter>) {
  return usePageList<Form, FormFilter>('forms', filter, (query) =>
    ok(api.GET('/api/paper/forms', { params: { query: query as { levelId?: string; blueprintId?: string; purpose?: Purpose; page: number; pageSize: number } } })),
  )
}

export function useForm(id: MaybeRefOrGetter<string>) {
  const queryClient = useQueryClient()
  const where = () => ({ params: { path: { formId: toValue(id) } } })
  return {
    form: useQuery({ queryKey: computed(() => ['form', toValue(id)]), queryFn: () => ok(api.GET('/api/paper/forms/{formId}', where())) }),
    /** The second person's word; a refusal needs a reason. */
    decide: async (approve: boolean, reason: string) => {
      await ok(api.POST('/api/paper/forms/{formId}/decision', { ...where(), body: { approve, reason } }))
      for (const name of ['form', 'forms']) await queryClient.invalidateQueries({ queryKey: [name] })
    },
    /** Fetched when asked for alone: the reading is recorded. */
    key: () => ok(api.GET('/api/paper/forms/{formId}/key', where())),
  }
}

export const pictureUrl = (formId: string, pictureId: string) => `/api/paper/forms/${formId}/pictures/${pictureId}`

export const useConformity = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['form-conformity', toValue(id)]),
    queryFn: () => ok(api.GET('/api/paper/forms/{formId}/conformity', { params: { path: { formId: toValue(id) } } })),
  })

const file = (formId: string, name: string) => `/api/paper/forms/${formId}/${name}`

/** What can be stored of a form; the reading of the key is recorded. */
export const files = (formId: string) => ({
  paper: file(formId, 'paper.docx'),
  paperA3: file(formId, 'paper.docx?layout=a3'),
  card: file(formId, 'answer-card.docx'),
  key: file(formId, 'paper.docx?key=true'),
  conformity: file(formId, 'conformity.pdf'),
})
