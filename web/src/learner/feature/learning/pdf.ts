// pdf.js, which weighs 450 KB and is loaded when the first PDF is opened. The
// webview inside WeChat shows no PDF by itself.
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

export type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist/legacy/build/pdf.mjs'

// Chinese PDFs often carry no fonts but refer to these tables.
const tables = import.meta.glob<string>('/node_modules/pdfjs-dist/cmaps/{GB*,UniGB*,Adobe-GB1*}.bcmap', { query: '?url&no-inline', import: 'default' })

class Tables {
  async fetch({ name }: { name: string }) {
    const load = tables[`/node_modules/pdfjs-dist/cmaps/${name}.bcmap`]
    if (!load) throw new Error(`no table ${name}`)
    const response = await fetch(await load())
    return { cMapData: new Uint8Array(await response.arrayBuffer()), isCompressed: true }
  }
}

export function openPDF(url: string): { document: Promise<PDFDocumentProxy>; close: () => void } {
  GlobalWorkerOptions.workerSrc = worker
  const task = getDocument({
    url, withCredentials: true, rangeChunkSize: 256 << 10, disableAutoFetch: true, disableStream: true, isEvalSupported: false,
    CMapReaderFactory: Tables, useWorkerFetch: false, cMapPacked: true,
  })
  return { document: task.promise, close: () => void task.destroy() }
}
