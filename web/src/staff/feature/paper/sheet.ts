// How a paper is laid out for print: options in columns, the answer card.
import { plainText } from '@/shared/RichText'
import type { FormDetail, FormPart, FormQuestion } from './usePaper'

/** Options stand in as many columns as their texts allow: 4, 2 or 1. */
export function optionColumns(options: { html: string }[]): 1 | 2 | 4 {
  if (options.some((o) => /<(img|table|pre)\b/.test(o.html))) return 2
  const longest = Math.max(0, ...options.map((o) => width(plainText(o.html))))
  if (longest <= 9 && options.length === 4) return 4
  return longest <= 20 ? 2 : 1
}

/** In Chinese characters; a formula counts as half its source. */
function width(text: string): number {
  let n = 0
  for (const c of text) n += c.charCodeAt(0) < 256 ? 0.5 : 1
  return n
}

/** Whether the stem has its own brackets for the answer. */
export const hasBrackets = (stem: string) => /[（(][\s　]*[）)][\s　。．.]*$/.test(plainText(stem))

export type CardField =
  | { kind: 'choices'; label: string; keys: string[] }
  | { kind: 'lines'; label: string; blanks: { before: string; after: string }[] }
  | { kind: 'space'; label: string; lines: number }
  | { kind: 'picture'; label: string; places: number }

const lines: Record<string, number> = { short: 5, calculation: 10, essay: 16 }

/** Where a question is answered on the card; a case has one field per part. */
export function cardFields(q: FormQuestion): CardField[] {
  if (q.type !== 'case') return [fieldOf(q, String(q.number), q.places)]
  return q.parts.map((p, i) => fieldOf(p, `${q.number}（${i + 1}）`, 0))
}

function fieldOf(q: FormQuestion | FormPart, label: string, places: number): CardField {
  switch (q.type) {
    case 'single':
    case 'multiple':
      return { kind: 'choices', label, keys: q.options.map((o) => o.key) }
    case 'judge':
      return { kind: 'choices', label, keys: ['√', '×'] }
    case 'fill':
      return { kind: 'lines', label, blanks: q.gaps.map((g, i) => ({ before: q.gaps.length > 1 ? `（${i + 1}）` : '', after: g.unit })) }
    case 'matching':
      return { kind: 'lines', label, blanks: q.pairs.map((_, i) => ({ before: `（${i + 1}）`, after: '' })) }
    case 'ordering':
      return { kind: 'lines', label, blanks: q.options.map((_, i) => ({ before: i ? '→' : '', after: '' })) }
    case 'hotspot':
      return { kind: 'picture', label, places }
    default:
      return { kind: 'space', label, lines: lines[q.type] ?? 6 }
  }
}

/** Questions by section, with what a section is worth. */
export function sectionsOf(detail: FormDetail) {
  return detail.form.sections.map((s, i) => ({ ...s, questions: detail.questions.filter((q) => q.section === i), worth: s.count * s.scoreHundredths }))
}

/** Every text of a question, in which pictures may stand. */
export function textsOf(q: FormQuestion): string[] {
  const texts = (p: FormQuestion | FormPart) => [p.stem, ...p.options.map((o) => o.html), ...p.pairs]
  return [...texts(q), ...q.parts.flatMap(texts)]
}
