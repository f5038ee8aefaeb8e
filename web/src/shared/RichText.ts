// A question's HTML as elements: parsed in an inert document and built anew from
// the few tags that the bank lets through, so nothing in it can run or load.
//   <RichText :html="question.stem" /> · <RichText tag="span" :html="option.html" />
import { h, type FunctionalComponent, type VNode } from 'vue'

const allowed = new Set([
  'p', 'br', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'td', 'th', 'div', 'span',
])
/** Of these not even the text is shown. */
const silent = new Set(['script', 'style', 'template', 'iframe', 'object', 'svg', 'math', 'head', 'title', 'noscript'])
const spans = /^[1-9][0-9]?$/

function attributes(element: Element): Record<string, string> {
  const kept: Record<string, string> = {}
  if (element.localName !== 'td' && element.localName !== 'th') return kept
  for (const name of ['colspan', 'rowspan']) {
    const value = element.getAttribute(name)
    if (value && spans.test(value)) kept[name] = value
  }
  return kept
}

function children(parent: Node): (VNode | string)[] {
  const list: (VNode | string)[] = []
  for (const node of Array.from(parent.childNodes)) {
    if (node.nodeType === 3) list.push(node.textContent ?? '')
    if (node.nodeType !== 1) continue
    const element = node as Element
    if (silent.has(element.localName)) continue
    if (allowed.has(element.localName)) list.push(h(element.localName, attributes(element), children(element)))
    else list.push(...children(element))
  }
  return list
}

export const RichText: FunctionalComponent<{ html: string; tag?: string }> = ({ html, tag }) =>
  h(tag ?? 'div', { class: 'rich' }, /[<&]/.test(html) ? children(new DOMParser().parseFromString(html, 'text/html').body) : html)
RichText.props = ['html', 'tag']

export default RichText

/** The text of a question's HTML, for labels. */
export function plainText(html: string): string {
  const text = /[<&]/.test(html) ? (new DOMParser().parseFromString(html.replace(/<(br|\/p|\/div|\/li|\/tr)[^>]*>/g, ' '), 'text/html').body.textContent ?? '') : html
  return text.replace(/\s+/g, ' ').trim()
}
