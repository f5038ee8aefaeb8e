// A question being written: the form's state, and the content that it makes.
import { computed, reactive } from 'vue'
import type { Content, Picture, QuestionType } from './useBank'

export interface DraftOption {
  id: number
  html: string
  right: boolean
}

export interface Draft {
  type: QuestionType
  stem: string
  options: DraftOption[]
  /** Of a judge question: "T", "F", or empty. */
  judge: string
  explanation: string
  difficulty: number
  elementId: string
  pictures: Pick<Picture, 'id' | 'name'>[]
  source: string
}

export const letters = 'ABCDEFGH'
/** What an empty picker sends, so that the server names the field. */
const none = '00000000-0000-0000-0000-000000000000'

export function useDraft() {
  let ids = 0
  const option = (html = '', right = false): DraftOption => ({ id: ids++, html, right })
  const blank = (): Draft => ({
    type: 'single', stem: '', options: [option(), option(), option(), option()], judge: '', explanation: '', difficulty: 3, elementId: '', pictures: [], source: '',
  })
  const draft = reactive(blank())

  /** Starts from a stored version. */
  function load(c: Content) {
    const judge = c.type === 'judge'
    Object.assign(draft, {
      type: c.type,
      stem: c.stem,
      options: judge ? blank().options : c.options.map((o) => option(o.html, c.key.includes(o.key))),
      judge: judge ? (c.key[0] ?? '') : '',
      explanation: c.explanation,
      difficulty: c.difficulty,
      elementId: c.elementId,
      pictures: c.pictureIds.map((id, i) => ({ id, name: `图 ${i + 1}` })),
      source: c.source,
    } satisfies Draft)
  }

  /** After one question was saved: the next of the same kind and point. */
  function next() {
    const { type, elementId, difficulty, source } = draft
    Object.assign(draft, blank(), { type, elementId, difficulty, source })
  }

  function setType(type: QuestionType) {
    draft.type = type
    const first = draft.options.find((o) => o.right)
    if (type === 'single') for (const o of draft.options) o.right = o === first
  }

  function setRight(o: DraftOption, right: boolean) {
    if (draft.type === 'single') for (const other of draft.options) other.right = false
    o.right = right
  }

  const addOption = () => draft.options.length < letters.length && draft.options.push(option())
  const removeOption = (at: number) => draft.options.splice(at, 1)

  const content = computed<Content>(() => {
    const judge = draft.type === 'judge'
    return {
      type: draft.type,
      stem: draft.stem,
      options: judge ? [] : draft.options.map((o, i) => ({ key: letters[i]!, html: o.html })),
      key: judge ? (draft.judge ? [draft.judge] : []) : draft.options.flatMap((o, i) => (o.right ? [letters[i]!] : [])),
      explanation: draft.explanation,
      difficulty: draft.difficulty,
      elementId: draft.elementId || none,
      pictureIds: draft.pictures.map((p) => p.id),
      source: draft.source.trim(),
    }
  })

  return { draft, content, load, next, setType, setRight, addOption, removeOption }
}
