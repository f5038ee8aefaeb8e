// Files that the browser stores. By fetch and not by a link, so that a refusal
// becomes a sentence on the page.
import { noticeSignedOut } from './client'
import { networkError, problemOf } from './problem'

/** The name that a Content-Disposition header gives, or undefined. */
export function fileNameOf(disposition: string | null): string | undefined {
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return undefined
    }
  }
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1]
}

/** Fetches a file and hands it to the browser; with a body it is a POST. Fails with ApiError. */
export async function download(url: string, body?: object): Promise<void> {
  const response = await fetch(url, {
    credentials: 'same-origin',
    ...(body ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw networkError()
  })
  if (!response.ok) {
    const error = problemOf(response.status, await response.json().catch(() => null))
    noticeSignedOut(new URL(url, location.origin).href, error)
    throw error
  }
  const blob = await response.blob().catch(() => {
    throw networkError()
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileNameOf(response.headers.get('Content-Disposition')) ?? '下载'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
