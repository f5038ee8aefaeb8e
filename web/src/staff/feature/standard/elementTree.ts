// The element table as a tree below the rows of the theory table. Pure.
import type { Element, WeightRow } from './useStandard'

export interface TreeNode {
  id: string
  /** Absent for a weight row. */
  element?: Element
  row?: WeightRow
  /** Points below. */
  points: number
  children: TreeNode[]
}

export function elementTree(rows: WeightRow[], elements: Element[]): TreeNode[] {
  const nodes = new Map<string, TreeNode>()
  for (const e of elements) nodes.set(e.id, { id: e.id, element: e, points: e.isPoint ? 1 : 0, children: [] })
  const roots = rows.map((row): TreeNode => ({ id: row.id, row, points: 0, children: [] }))
  const rootOf = new Map(roots.map((r) => [r.id, r]))
  for (const e of [...elements].sort((a, b) => a.path.localeCompare(b.path))) {
    // A range such as 基本要求 spans rows; what belongs to another row hangs there.
    const above = e.parentId ? nodes.get(e.parentId) : undefined
    const parent = above?.element?.weightRowId === e.weightRowId ? above : rootOf.get(e.weightRowId)
    parent?.children.push(nodes.get(e.id)!)
  }
  for (const root of roots) count(root)
  return roots
}

function count(node: TreeNode): number {
  for (const child of node.children) node.points += count(child)
  return node.points
}

/** Code for the next child, by its sisters: "003" after "002", "C" after "B". */
export function nextCode(sisters: Element[], isPoint: boolean): string {
  const codes = sisters.filter((e) => e.isPoint === isPoint).map((e) => e.code).sort()
  const last = codes.at(-1)
  if (isPoint) {
    const n = last && /^\d+$/.test(last) ? Number(last) + 1 : 1
    return String(n).padStart(3, '0')
  }
  if (!last) return 'A'
  return /^[A-Y]$/.test(last) ? String.fromCharCode(last.charCodeAt(0) + 1) : ''
}
