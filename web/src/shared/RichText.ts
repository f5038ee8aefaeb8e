// A question's HTML as elements: parsed in an inert document and built anew from
// the few tags that the bank lets through, so nothing in it can run or load.
// Formulas stand between \\( and \\) or \\[ and \\]; pictures are named by their
// number in the question's list.
//   <RichText :html="question.stem" :pictures="urls" /> · <RichText tag="span" :html="option.html" />
import { h, type FunctionalComponent, type VNode } from 'vue'
import Formula from './Formula'

const allowed = new Set([
  'p', 'br', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'ul', 'ol', 'li', 'pre', 'code', 'table', 'thead', 'tbody', 'tr', 'td', 'th', 'div', 'span',
])
/** Of these not even the text is shown. */
const silent = new Set(['script', 'style', 'template', 'iframe', 'object', 'svg', 'math', 'head', 'title', 'noscript'])
const spans = /^[1-9][0-9]?$/
const formula = /\\\((.+?)\\\)|\\\[(.+?)\\\]/gs

function attributes(element: Element): Record<string, string> {
  const kept: Record<string, string> = {}
  if (element.localName !== 'td' && element.localName !== 'th') return kept
  for (const name of ['colspan', 'rowspan']) {
    const value = element.getAttribute(name)
    if (value && spans.test(value)) kept[name] = value
  }
  return kept
}

function withFormulas(text: string, inline = false): (VNode | string)[] {
  const list: (VNode | string)[] = []
  let at = 0
  for (const found of text.matchAll(formula)) {
    if (found.index > at) list.push(text.slice(at, found.index))
    list.push(h(Formula, { tex: (found[1] ?? found[2])!, display: !inline && found[2] !== undefined }))
    at = found.index + found[0].length
  }
  if (at < text.length) list.push(text.slice(at))
  return list
}

function picture(element: Element, urls: string[]): VNode[] {
  const url = urls[Number(element.getAttribute('data-picture')) - 1]
  const name = element.getAttribute('alt') || '题图'
  return url ? [h('img', { src: url, alt: name, class: 'inline-picture', loading: 'lazy' })] : []
}

function children(parent: Node, urls: string[]): (VNode | string)[] {
  const list: (VNode | string)[] = []
  for (const node of Array.from(parent.childNodes)) {
    if (node.nodeType === 3) list.push(...withFormulas(node.textContent ?? ''))
    if (node.nodeType !== 1) continue
    const element = node as Element
    if (silent.has(element.localName)) continue
    if (element.localName === 'img') list.push(...picture(element, urls))
    else if (allowed.has(element.localName)) list.push(h(element.localName, attributes(element), children(element, urls)))
    else list.push(...children(element, urls))
  }
  return list
}

export const RichText: FunctionalComponent<{ html: string; tag?: string; pictures?: string[] }> = (props) => {
  const text = props.html
  if (!/[<&\\]/.test(text)) return h(props.tag ?? 'div', { class: 'rich' }, text)
  const parsed = new DOMParser().parseFromString(text, 'text/html')
  return h(props.tag ?? 'div', { class: 'rich' }, children(parsed.body, props.pictures ?? []))
}
RichText.props = ['html', 'tag', 'pictures']

export default RichText

/** The pictures that no text of the question names, which stand below the stem: their places in the list, from 0. */
export function loosePictures(texts: string[], count: number): number[] {
  const named = new Set(texts.flatMap((text) => [...text.matchAll(/<img[^>]*data-picture="([1-9][0-9]?)"/g)].map((m) => Number(m[1]))))
  return Array.from({ length: count }, (_, i) => i).filter((i) => !named.has(i + 1))
}

/** The text of a question's HTML, for labels. */
export function plainText(html: string): string {
  const text = /[<&]/.test(html) ? (new DOMParser().parseFromString(html.replace(/<(br|\/p|\/div|\/li|\/tr)[^>]*>/g, ' '), 'text/html').body.textContent ?? '') : html
  return text.replace(/\s+/g, ' ').trim()
}

/** Browsers break a line at the space of an empty bracket; the blank of a question stays whole. */
const blank = /([（(])[\s\u3000]+([)）])/g

/** Plain text of one line with its formulas, for lists. */
export const PlainText: FunctionalComponent<{ text: string }> = (props) => h('span', withFormulas(props.text.replace(blank, '$1\u00a0\u00a0$2'), true))
PlainText.props = ['text']
