// A weight table being edited: its rows, their sum, where they differ from what is stored.
import { computed, ref, watch, type Ref } from 'vue'
import type { WeightRow, WeightRowInput } from './useStandard'

export interface DraftRow {
  key: number
  id?: string
  group: string
  name: string
  /** Undefined while the box is empty. */
  percent: number | undefined
}

export function useWeightTable(stored: Ref<WeightRow[]>) {
  let keys = 0
  const draft = ref<DraftRow[]>([])
  const reset = () => (draft.value = stored.value.map((r) => ({ key: keys++, id: r.id, group: r.group, name: r.name, percent: r.percent })))
  watch(stored, reset, { immediate: true })

  const sum = computed(() => draft.value.reduce((n, r) => n + (r.percent ?? 0), 0))
  const plain = (rows: { group: string; name: string; percent?: number }[]) => JSON.stringify(rows.map((r) => [r.group, r.name, r.percent]))
  const changed = computed(() => plain(draft.value) !== plain(stored.value))
  const ready = computed(() => sum.value === 100 && draft.value.every((r) => r.name.trim() && r.percent))

  function add() {
    draft.value.push({ key: keys++, group: draft.value.at(-1)?.group ?? '', name: '', percent: undefined })
  }

  function remove(at: number) {
    draft.value.splice(at, 1)
  }

  function move(at: number, by: -1 | 1) {
    const [row] = draft.value.splice(at, 1)
    if (row) draft.value.splice(at + by, 0, row)
  }

  const input = (): WeightRowInput[] =>
    draft.value.map((r) => ({ ...(r.id ? { id: r.id } : {}), group: r.group.trim(), name: r.name.trim(), percent: r.percent ?? 0 }))

  return { draft, sum, changed, ready, add, remove, move, reset, input }
}
