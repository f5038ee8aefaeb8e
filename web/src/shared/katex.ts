// KaTeX with its styles, in a chunk of its own: most questions have no formula.
import katex from 'katex'
import 'katex/dist/katex.min.css'

/** HTML of a formula; what KaTeX cannot read is shown as it was written. Nothing in it can link, load or run. */
export function render(tex: string, display: boolean): string {
  return katex.renderToString(tex, { displayMode: display, throwOnError: false, trust: false, strict: 'ignore', maxSize: 30, maxExpand: 200, errorColor: 'inherit' })
}
