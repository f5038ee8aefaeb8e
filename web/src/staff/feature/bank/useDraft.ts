// A question being written: the form's state, and the content that it makes.
import { computed, reactive } from 'vue'
import type { Area, Body, Content, Picture, QuestionType } from './useBank'

export interface DraftOption {
  id: number
  html: string
  explanation: string
  right: boolean
}

export interface DraftBlank {
  id: number
  /** Alternatives, one a line. */
  answers: string
  numeric: boolean
  value: string
  tolerance: string
  unit: string
  caseSensitive: boolean
}

export interface DraftPair {
  id: number
  html: string
  key: string
}

export interface DraftCriterion {
  id: number
  text: string
  share: number
}

/** What a question and a part of a case have in common. */
export interface DraftBody {
  id: number
  type: QuestionType
  stem: string
  /** In the order in which they are shown; of an ordering question, in the right order. */
  options: DraftOption[]
  /** Of a judge question: "T", "F", or empty. */
  judge: string
  blanks: DraftBlank[]
  pairs: DraftPair[]
  picture: number
  areas: (Area & { right: boolean })[]
  reference: string
  rubric: DraftCriterion[]
  parts: DraftBody[]
  share: number
  explanation: string
}

export interface Draft extends DraftBody {
  difficulty: number
  elementId: string
  pictures: Pick<Picture, 'id' | 'name'>[]
  source: string
  tags: string[]
}

export const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

let ids = 0
export const newOption = (html = '', right = false, explanation = ''): DraftOption => ({ id: ids++, html, right, explanation })
export const newBlank = (): DraftBlank => ({ id: ids++, answers: '', numeric: false, value: '', tolerance: '0', unit: '', caseSensitive: false })
export const newPair = (html = '', key = ''): DraftPair => ({ id: ids++, html, key })
export const newCriterion = (text = '', share = 1): DraftCriterion => ({ id: ids++, text, share })
export const newBody = (type: QuestionType = 'single'): DraftBody => ({
  id: ids++, type, stem: '', options: [newOption(), newOption(), newOption(), newOption()], judge: '', blanks: [newBlank()], pairs: [newPair(), newPair()],
  picture: 1, areas: [], reference: '', rubric: [], parts: [], share: 1, explanation: '',
})

function loadBlanks(b: Body): DraftBlank[] {
  return (b.blanks ?? []).map((blank) => ({
    ...newBlank(),
    answers: blank.answers.join('\n'),
    numeric: blank.number !== undefined,
    value: blank.number?.value ?? '',
    tolerance: blank.number?.tolerance ?? '0',
    unit: blank.number?.unit ?? '',
    caseSensitive: blank.caseSensitive ?? false,
  }))
}

/** The options as the form keeps them: an ordering question's in the right order. */
function loadOptions(b: Body): DraftOption[] {
  const key = b.key ?? []
  const list = b.options ?? []
  if (b.type === 'judge' || list.length === 0) return newBody().options
  const order = b.type === 'ordering' ? key.flatMap((k) => list.filter((o) => o.key === k)) : list
  return order.map((o) => newOption(o.html, key.includes(o.key), o.explanation ?? ''))
}

function loadBody(b: Body): DraftBody {
  const judge = b.type === 'judge'
  return {
    ...newBody(b.type),
    stem: b.stem,
    options: loadOptions(b),
    judge: judge ? (b.key?.[0] ?? '') : '',
    blanks: loadBlanks(b),
    pairs: b.pairs?.map((p) => newPair(p.html, p.key)) ?? newBody().pairs,
    picture: b.picture || 1,
    areas: (b.areas ?? []).map((a) => ({ ...a, right: b.key?.includes(a.key) ?? false })),
    reference: b.reference ?? '',
    rubric: b.rubric?.map((r) => newCriterion(r.text, r.share)) ?? [],
    parts: b.parts?.map(loadBody) ?? [],
    share: b.share || 1,
    explanation: b.explanation ?? '',
  }
}

/** The order in which an ordering question shows its options: by their text, so that it tells nothing. */
function shuffled(options: DraftOption[]): DraftOption[] {
  return [...options].sort((a, b) => (a.html < b.html ? -1 : a.html > b.html ? 1 : a.id - b.id))
}

const blanksOf = (list: DraftBlank[]): Body['blanks'] =>
  list.map((b) => ({
    answers: b.answers.split('\n').map((a) => a.trim()).filter(Boolean),
    ...(b.numeric ? { number: { value: b.value.trim(), tolerance: b.tolerance.trim() || '0', unit: b.unit.trim() } } : {}),
    ...(b.caseSensitive ? { caseSensitive: true } : {}),
  }))

const listed = (options: DraftOption[]): Body['options'] =>
  options.map((o, i) => ({ key: letters[i]!, html: o.html, ...(o.explanation ? { explanation: o.explanation } : {}) }))

/** The body that the contract wants: only what the type uses. */
export function bodyOf(d: DraftBody): Body {
  const base: Body = { type: d.type, stem: d.stem, explanation: d.explanation }
  const rubric = d.rubric.filter((r) => r.text.trim()).map((r) => ({ text: r.text.trim(), share: r.share }))
  switch (d.type) {
    case 'judge':
      return { ...base, key: d.judge ? [d.judge] : [] }
    case 'fill':
      return { ...base, blanks: blanksOf(d.blanks) }
    case 'short':
    case 'essay':
      return { ...base, reference: d.reference, rubric }
    case 'calculation':
      return { ...base, reference: d.reference, rubric, blanks: blanksOf(d.blanks.filter((b) => b.value || b.answers)) }
    case 'ordering': {
      const shown = shuffled(d.options)
      return { ...base, options: listed(shown), key: d.options.map((o) => letters[shown.indexOf(o)]!) }
    }
    case 'matching':
      return { ...base, options: listed(d.options), pairs: d.pairs.map((p) => ({ html: p.html, key: p.key || '?' })) }
    case 'hotspot':
      return { ...base, picture: d.picture, areas: d.areas.map(({ key, shape, coords }) => ({ key, shape, coords })), key: d.areas.filter((a) => a.right).map((a) => a.key) }
    case 'case':
      return { ...base, parts: d.parts.map((p) => ({ ...bodyOf(p), share: p.share })) }
    default:
      return { ...base, options: listed(d.options), key: d.options.flatMap((o, i) => (o.right ? [letters[i]!] : [])) }
  }
}

export function setType(d: DraftBody, type: QuestionType) {
  d.type = type
  const first = d.options.find((o) => o.right)
  if (type === 'single') for (const o of d.options) o.right = o === first
  if (type === 'case' && d.parts.length === 0) d.parts.push(newBody(), newBody())
  if (type === 'fill' && d.blanks.length === 0) d.blanks.push(newBlank())
}

export function setRight(d: DraftBody, o: DraftOption, right: boolean) {
  if (d.type === 'single') for (const other of d.options) other.right = false
  o.right = right
}

export function useDraft() {
  const blank = (): Draft => ({ ...newBody(), difficulty: 3, elementId: '', pictures: [], source: '', tags: [] })
  const draft = reactive(blank())

  /** Starts from a stored version. */
  function load(c: Content, tags: string[] = []) {
    Object.assign(draft, loadBody(c.body), {
      difficulty: c.difficulty,
      elementId: c.elementId ?? '',
      pictures: c.pictureIds.map((id, i) => ({ id, name: `图 ${i + 1}` })),
      source: c.source,
      tags: [...tags],
    })
  }

  /** After one question was saved: the next of the same kind and point. */
  function next() {
    const { type, elementId, difficulty, source, tags } = draft
    Object.assign(draft, blank(), { elementId, difficulty, source, tags })
    setType(draft, type)
  }

  const content = computed<Content>(() => ({
    body: bodyOf(draft),
    difficulty: draft.difficulty,
    ...(draft.elementId ? { elementId: draft.elementId } : {}),
    pictureIds: draft.pictures.map((p) => p.id),
    source: draft.source.trim(),
  }))

  return { draft, content, load, next }
}
