// What a blueprint asks of its papers beside table and sections, as the form
// holds it: each with a switch, so that what is off keeps its figures but is
// not sent.
import type { Demands, Trouble } from './usePaper'

export interface Band {
  id: number
  /** On the scale of difficulty, 0 to 1. */
  from: number
  to: number
  /** Percent of the questions. */
  min: number
  max: number
}

export interface DesignDemands {
  difficulty: { on: boolean; target: number; tolerance: number }
  bands: Band[]
  importance: { on: boolean; x: number; y: number; z: number; toleranceItems: number; soft: boolean }
  keys: { on: boolean; single: number; judge: number }
  rest: { on: boolean; days: number }
  use: { on: boolean; times: number }
  earlier: { on: boolean; forms: number; percent: number }
  overlap: { on: boolean; percent: number }
  /** Points that expected marks of forms made together may differ by; always asked. */
  within: number
  /** No point twice in a section while points last. */
  spread: boolean
}

export const defaultWithin = 1

/** Shares of the authoring guide, balanced answers, forms within a point. */
export const defaultDemands = (): DesignDemands => ({ ...noDemands(), importance: { on: true, x: 80, y: 15, z: 5, toleranceItems: 0, soft: true }, keys: { on: true, single: 40, judge: 60 } })

export const noDemands = (): DesignDemands => ({
  difficulty: { on: false, target: 0.4, tolerance: 0.03 },
  bands: [],
  importance: { on: false, x: 80, y: 15, z: 5, toleranceItems: 0, soft: true },
  keys: { on: false, single: 40, judge: 60 },
  rest: { on: false, days: 180 },
  use: { on: false, times: 3 },
  earlier: { on: false, forms: 3, percent: 20 },
  overlap: { on: false, percent: 10 },
  within: defaultWithin,
  spread: true,
})

let ids = 0
export const newBand = (from: number, to: number, min: number, max: number): Band => ({ id: ids++, from, to, min, max })

/** The band that comes next on the scale. */
export function nextBand(bands: Band[]): Band {
  const last = bands.at(-1)
  if (!last || last.to >= 1) return newBand(0, 0.4, 30, 100)
  return newBand(last.to, last.to < 0.7 ? 0.7 : 1, 0, 50)
}

export function fromContract(d: Demands): DesignDemands {
  const out = noDemands()
  if (d.difficulty) Object.assign(out.difficulty, { on: true, ...d.difficulty })
  out.bands = (d.bands ?? []).map((b) => newBand(b.from, b.to, b.minPercent ?? 0, b.maxPercent || 100))
  const s = d.importance
  if (s) out.importance = { on: true, x: s.xPercent, y: s.yPercent, z: s.zPercent, toleranceItems: s.toleranceItems ?? 0, soft: s.soft ?? false }
  if (d.keys) out.keys = { on: true, single: d.keys.singlePercent || 100, judge: d.keys.judgePercent || 100 }
  if (d.restDays) out.rest = { on: true, days: d.restDays }
  if (d.maxUse) out.use = { on: true, times: d.maxUse }
  if (d.earlier) out.earlier = { on: true, forms: d.earlier.forms, percent: d.earlier.maxPercent }
  if (d.parallel?.maxOverlapPercent !== undefined) out.overlap = { on: true, percent: d.parallel.maxOverlapPercent }
  out.within = d.parallel?.withinPoints || defaultWithin
  out.spread = !d.repeatPoints
  return out
}

const bound = (percent: number) => (percent >= 100 ? 0 : percent)

export function toContract(d: DesignDemands): Demands {
  const out: Demands = {}
  if (d.difficulty.on) out.difficulty = { target: d.difficulty.target, tolerance: d.difficulty.tolerance }
  if (d.bands.length) out.bands = d.bands.map((b) => ({ from: b.from, to: b.to, minPercent: b.min, maxPercent: bound(b.max) }))
  const s = d.importance
  if (s.on) out.importance = { xPercent: s.x, yPercent: s.y, zPercent: s.z, toleranceItems: s.toleranceItems, soft: s.soft }
  if (d.keys.on) out.keys = { singlePercent: bound(d.keys.single), judgePercent: bound(d.keys.judge) }
  if (d.rest.on) out.restDays = d.rest.days
  if (d.use.on) out.maxUse = d.use.times
  if (d.earlier.on) out.earlier = { forms: d.earlier.forms, maxPercent: d.earlier.percent }
  if (d.overlap.on || d.within !== defaultWithin) out.parallel = { withinPoints: d.within, ...(d.overlap.on ? { maxOverlapPercent: d.overlap.percent } : {}) }
  if (!d.spread) out.repeatPoints = true
  return out
}

/** Whether the numbers are such that the server could take them. */
export function filledDemands(d: DesignDemands): boolean {
  const numbers = [
    ...(d.difficulty.on ? [d.difficulty.target, d.difficulty.tolerance] : []),
    ...d.bands.flatMap((b) => [b.from, b.to, b.min, b.max]),
    ...(d.importance.on ? [d.importance.x, d.importance.y, d.importance.z, d.importance.toleranceItems] : []),
    ...(d.keys.on ? [d.keys.single, d.keys.judge] : []),
    ...(d.rest.on ? [d.rest.days] : []),
    ...(d.use.on ? [d.use.times] : []),
    ...(d.earlier.on ? [d.earlier.forms, d.earlier.percent] : []),
    ...(d.overlap.on ? [d.overlap.percent] : []),
    d.within,
  ]
  return numbers.every((n) => typeof n === 'number' && Number.isFinite(n)) && d.bands.every((b) => b.from < b.to && b.min <= b.max)
}

/** Puts a way out into the form; false when the form has no place for it. */
export function relax(d: DesignDemands, way: Pick<Trouble, 'name' | 'params' | 'to'>): boolean {
  const number = (name: string) => Number(way.to[name])
  const off = way.to.off === true
  const changes: Record<string, () => unknown> = {
    difficulty: () => Object.assign(d.difficulty, off ? { on: false } : { tolerance: number('tolerance') }),
    band: () => d.bands.splice(Number(way.params.band) - 1, 1),
    'importance.x': () => (d.importance.x = number('xPercent')),
    'importance.y': () => (d.importance.y = number('yPercent')),
    'importance.z': () => (d.importance.z = number('zPercent')),
    'keys.single': () => (d.keys.single = number('singlePercent')),
    'keys.judge': () => (d.keys.judge = number('judgePercent')),
    'exposure.rest': () => Object.assign(d.rest, number('restDays') > 0 ? { days: number('restDays') } : { on: false }),
    'exposure.use': () => Object.assign(d.use, off ? { on: false } : { times: number('maxUse') }),
    earlier: () => (d.earlier.percent = number('maxPercent')),
    points: () => (d.spread = false),
    'parallel.overlap': () => Object.assign(d.overlap, { on: true, percent: number('maxPercent') }),
    'parallel.within': () => (d.within = number('withinPoints')),
  }
  const change = changes[way.name]
  change?.()
  return change !== undefined
}

/** Puts several ways out into the form, which belong together: bands from the last on, as they are numbered. */
export function relaxAll(d: DesignDemands, ways: Pick<Trouble, 'name' | 'params' | 'to'>[]) {
  const band = (w: Pick<Trouble, 'params'>) => Number(w.params.band ?? 0)
  for (const way of [...ways].sort((a, b) => band(b) - band(a))) relax(d, way)
}

export const relaxable = (name: string) => name !== 'section' && name !== 'row' && name !== 'enemies'
