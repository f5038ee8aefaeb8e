// The element table as a tree below the rows of the theory table. Pure.
import type { Element, WeightRow } from './useStandard'

export interface TreeNode {
  id: string
  /** Absent for a weight row. */
  element?: Element
  row?: WeightRow
  /** Points below. */
  points: number
  /** Of the points below, by importance. */
  ratio: Ratio
  children: TreeNode[]
}

/** How many points are X, Y, Z. */
export type Ratio = [number, number, number]

const grades = ['X', 'Y', 'Z']
const one = (e: Element): Ratio => (e.isPoint ? (grades.map((g) => Number(g === e.importance)) as Ratio) : [0, 0, 0])

/** As element tables print it: "132:21:00". */
export const ratioText = (r: Ratio | undefined): string => (r ?? [0, 0, 0]).map((n) => String(n).padStart(2, '0')).join(':')

/** Hundredths of a percent as "2.5%"; nothing where none is given. */
export const percentOf = (hundredths: number | undefined): string => (hundredths ? `${hundredths / 100}%` : '')

/** The ratio of each range, by its printed code. */
export function ratiosOf(elements: Element[]): Map<string, Ratio> {
  const ratios = new Map<string, Ratio>()
  for (const e of elements.filter((x) => x.isPoint)) {
    const pieces = e.path.split('-')
    for (let n = 1; n < pieces.length; n++) {
      const path = pieces.slice(0, n).join('-')
      const was = ratios.get(path) ?? [0, 0, 0]
      ratios.set(path, was.map((v, i) => v + one(e)[i]!) as Ratio)
    }
  }
  return ratios
}

/** Sum of the weights of a node's highest ranges; undefined when some carry none. */
export function rangeWeight(node: TreeNode): number | undefined {
  let sum = 0
  for (const child of node.children) {
    if (!child.element || child.element.isPoint) return undefined
    const own = child.element.weightHundredths || rangeWeight(child)
    if (!own) return undefined
    sum += own
  }
  return sum || undefined
}

/** What is odd about the weights below a node, in words; empty when nothing is. */
export function weightRemark(node: TreeNode): string {
  const printed = node.row ? node.row.percent * 100 : node.element?.weightHundredths
  const sum = rangeWeight(node)
  return printed && sum && printed !== sum ? `下级比重合计 ${percentOf(sum)}` : ''
}

export function elementTree(rows: WeightRow[], elements: Element[]): TreeNode[] {
  const nodes = new Map<string, TreeNode>()
  for (const e of elements) nodes.set(e.id, { id: e.id, element: e, points: e.isPoint ? 1 : 0, ratio: one(e), children: [] })
  const roots = rows.map((row): TreeNode => ({ id: row.id, row, points: 0, ratio: [0, 0, 0], children: [] }))
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
  for (const child of node.children) {
    node.points += count(child)
    node.ratio = node.ratio.map((n, i) => n + child.ratio[i]!) as Ratio
  }
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
