// Uploads go by XMLHttpRequest because fetch reports no progress.
import { noticeSignedOut } from './client'
import { networkError, problemOf } from './problem'

export interface UploadOptions {
  method?: 'POST' | 'PUT'
  /** Other form fields. */
  fields?: Record<string, string>
  /** Name of the file's form field; the contracts say `file`. */
  name?: string
  /** From 0 to 1. */
  onProgress?: (share: number) => void
  signal?: AbortSignal
}

/** Sends one file as multipart/form-data and gives the JSON reply; fails with ApiError. */
export function upload<T>(url: string, file: Blob, options: UploadOptions = {}): Promise<T> {
  const form = new FormData()
  for (const [name, value] of Object.entries(options.fields ?? {})) form.append(name, value)
  form.append(options.name ?? 'file', file, file instanceof File ? file.name : 'file')
  return new Promise<T>((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.open(options.method ?? 'POST', url)
    xhr.upload.onprogress = (e) => {
      if (e.lengthComputable) options.onProgress?.(e.loaded / e.total)
    }
    xhr.onload = () => {
      const body = parsed(xhr.responseText)
      if (xhr.status >= 200 && xhr.status < 300) {
        resolve(body as T)
        return
      }
      const error = problemOf(xhr.status, body)
      noticeSignedOut(url, error)
      reject(error)
    }
    xhr.onerror = xhr.onabort = xhr.ontimeout = () => reject(networkError())
    options.signal?.addEventListener('abort', () => xhr.abort())
    xhr.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
