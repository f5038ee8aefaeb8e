// The examiner's table: drafts by candidate over one page of rows, saved one by
// one or all at once.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, watch } from 'vue'
import { ApiError, client, messageOf, ok } from '@/api/client'
import type { paths } from '@/api/gen/result'
import { usePageList } from '@/shared/usePageList'
import { draftOf, entryOf, type Draft, type Entry, type SkillRow } from './draft'

const api = client<paths>()
const size = 50

/** Asks why a score that stands already changes; undefined leaves it. */
type AskReason = (row: SkillRow) => Promise<string | undefined>

export function useSkillScores(planId: string, askReason: AskReason) {
  const queryClient = useQueryClient()
  const params = { path: { planId } }
  const plan = useQuery({ queryKey: ['skill-plan', planId], queryFn: () => ok(api.GET('/api/skill-scores/{planId}', { params })) })
  const filter = reactive({ text: '' })
  const list = usePageList<SkillRow, { text: string }>(['skill-rows', planId], filter, (query) => ok(api.GET('/api/skill-scores/{planId}/rows', { params: { ...params, query } })), size)
  const drafts = reactive<Record<string, Draft>>({})

  // A reload never writes over what somebody typed and has not saved.
  watch(list.items, (rows) => {
    for (const row of rows) {
      const d = drafts[row.accountId]
      if (!d || d.state === 'same' || d.state === 'saved') drafts[row.accountId] = { ...draftOf(row), state: d?.state ?? 'same' }
    }
  }, { immediate: true })

  const refresh = () => Promise.all(['skill-rows', 'skill-plan', 'skill-plans'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
  const draft = (row: SkillRow): Draft => (drafts[row.accountId] ??= draftOf(row))

  /** Takes a draft as changed, so that a reload keeps it. */
  function typed(row: SkillRow) {
    Object.assign(draft(row), { state: 'failed', message: '' })
  }

  function fail(row: SkillRow, message: string) {
    Object.assign(draft(row), { state: 'failed', message })
  }

  /** The entry to send, or undefined when there is none; a mistake is shown at the row. */
  function ready(row: SkillRow): Entry | undefined {
    const entry = entryOf(row, draft(row))
    if (typeof entry === 'string') fail(row, entry)
    if (entry === undefined && draft(row).state === 'failed') Object.assign(draft(row), draftOf(row))
    return typeof entry === 'object' ? entry : undefined
  }

  async function save(row: SkillRow): Promise<void> {
    const d = draft(row)
    if (d.state === 'saving') return
    const entry = ready(row)
    if (!entry) return
    d.state = 'saving'
    const reason = row.typed ? await askReason(row) : ''
    if (reason === undefined) {
      drafts[row.accountId] = draftOf(row)
      return
    }
    try {
      await ok(api.PUT('/api/skill-scores/{planId}/rows/{accountId}', { params: { path: { planId, accountId: row.accountId } }, body: { ...entry, ...(reason ? { reason } : {}) } }))
      Object.assign(draft(row), { state: 'saved', message: '' })
      await refresh()
    } catch (error) {
      fail(row, error instanceof ApiError ? (Object.values(error.fieldMessages)[0] ?? error.message) : messageOf(error))
    }
  }

  const waiting = computed(() => list.items.value.filter((row) => !row.typed && draft(row).state === 'failed' && typeof entryOf(row, draft(row)) === 'object'))

  /** Sends every first score of the page that has not been saved yet; how many. */
  async function saveAll(): Promise<number> {
    const rows = waiting.value
    if (rows.length === 0) return 0
    const items = rows.map((row) => ({ accountId: row.accountId, ...(entryOf(row, draft(row)) as Entry) }))
    try {
      await ok(api.PUT('/api/skill-scores/{planId}', { params, body: { items } }))
    } catch (error) {
      if (error instanceof ApiError)
        for (const [name, message] of Object.entries(error.fieldMessages)) {
          const row = rows[Number(name.split('.')[1])]
          if (row) fail(row, message)
        }
      throw error
    }
    for (const row of rows) Object.assign(draft(row), { state: 'saved', message: '' })
    await refresh()
    return rows.length
  }

  return {
    plan: computed(() => plan.data.value),
    loading: plan.isPending,
    error: computed(() => (plan.error.value && !plan.data.value ? messageOf(plan.error.value) : '')),
    refetch: () => void plan.refetch(),
    filter, list, draft, typed, save, waiting, saveAll,
  }
}
