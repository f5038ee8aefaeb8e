// Live questions per weight row, pool and type; points without any. Pure.
import type { Cell, Element, Pool, QuestionType, WeightRow } from './useBank'

export interface CoverageRow {
  row: WeightRow
  counts: Record<Pool, Record<QuestionType, number>>
  drafts: number
  points: number
  /** Points without a live question in the pool. */
  bare: Record<Pool, Element[]>
}

const none = () => ({ single: 0, multiple: 0, judge: 0 })

export function coverageRows(rows: WeightRow[], elements: Element[], cells: Cell[]): CoverageRow[] {
  const held: Record<Pool, Set<string>> = { practice: new Set(), exam: new Set() }
  for (const c of cells) if (c.live > 0) held[c.pool].add(c.elementId)
  return rows.map((row) => {
    const points = elements.filter((e) => e.isPoint && e.weightRowId === row.id)
    const counts = { practice: none(), exam: none() }
    let drafts = 0
    for (const c of cells.filter((c) => c.weightRowId === row.id)) {
      counts[c.pool][c.type] += c.live
      drafts += c.draft
    }
    const bare = (pool: Pool) => points.filter((e) => !held[pool].has(e.id))
    return { row, counts, drafts, points: points.length, bare: { practice: bare('practice'), exam: bare('exam') } }
  })
}
