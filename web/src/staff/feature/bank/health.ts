// The health report as the heat-map shows it. Pure.
import type { Health, PointHealth, Pool, QuestionType } from './useBank'

/** What may be drawn of a point for a pool; of one type, or of all. */
export function usable(point: PointHealth, pool: Pool, type: QuestionType | '' = ''): number {
  return point.tallies
    .filter((t) => t.pool === pool && (type === '' || t.type === type))
    .reduce((n, t) => n + t.live + (pool === 'exam' ? 0 : t.trial), 0)
}

/** On the way: drafts, in review, and for the exam pool on trial. */
export function coming(point: PointHealth, pool: Pool): number {
  return point.tallies.filter((t) => t.pool === pool).reduce((n, t) => n + t.coming + t.suspended + (pool === 'exam' ? t.trial : 0), 0)
}

/** 0 nothing, 1 one question, 2 two, 3 three and more. */
export const heat = (n: number): 0 | 1 | 2 | 3 => Math.min(3, n) as 0 | 1 | 2 | 3

export interface Check {
  label: string
  value: string
  want: string
  good: boolean
}

/** The authoring guide's demands on the table of points. */
export function guideChecks(h: Health): Check[] {
  const points = h.points.x + h.points.y + h.points.z
  const share = (n: number) => (points ? Math.round((n * 1000) / points) / 10 : 0)
  const short = h.rows.filter((r) => r.points.x + r.points.y + r.points.z < r.wantPoints).length
  const g = h.guide
  return [
    { label: '鉴定点总数', value: `${points}`, want: `不少于 ${g.points}`, good: points >= g.points },
    { label: '点数不够的权重行', value: `${short} 行`, want: `每 1% 不少于 ${g.perPercent} 个点`, good: short === 0 },
    { label: 'X（核心）', value: `${share(h.points.x)}%`, want: `不低于 ${g.x}%`, good: share(h.points.x) >= g.x },
    { label: 'Y（一般）', value: `${share(h.points.y)}%`, want: `不高于 ${g.y}%`, good: share(h.points.y) <= g.y },
    { label: 'Z（辅助）', value: `${share(h.points.z)}%`, want: `不高于 ${g.z}%`, good: share(h.points.z) <= g.z },
  ]
}

/** Points of the report without a usable question in the pool. */
export const missing = (h: Health, pool: Pool, type: QuestionType | '' = '') => h.elements.filter((e) => usable(e, pool, type) === 0)
