// Makes a picture fit for sending: upright, not larger than needed, a JPEG. A
// file that this browser cannot read goes as it is; the server judges it.

export interface Fit {
  maxSide: number
  /** Width over height; a picture that is far from it is cut to it in the middle. */
  aspect?: number
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

const minAspect = 0.65
const maxAspect = 0.8

/** The part of a picture that is kept. */
export function cut(width: number, height: number, aspect?: number): Box {
  const shape = width / height
  if (!aspect || (shape >= minAspect && shape <= maxAspect)) return { x: 0, y: 0, width, height }
  if (shape > aspect) {
    const w = Math.round(height * aspect)
    return { x: Math.round((width - w) / 2), y: 0, width: w, height }
  }
  // A tall picture: heads stand in the upper part.
  const h = Math.round(width / aspect)
  return { x: 0, y: Math.round((height - h) / 4), width, height: h }
}

/** How large the kept part is drawn. */
export function size(box: Box, maxSide: number): { width: number; height: number } {
  const scale = Math.min(1, maxSide / Math.max(box.width, box.height))
  return { width: Math.max(1, Math.round(box.width * scale)), height: Math.max(1, Math.round(box.height * scale)) }
}

function read(file: Blob): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const img = new Image()
    const url = URL.createObjectURL(file)
    img.onload = () => {
      resolve(img)
      setTimeout(() => URL.revokeObjectURL(url), 1000)
    }
    img.onerror = () => {
      URL.revokeObjectURL(url)
      reject(new Error('not a picture'))
    }
    img.src = url
  })
}

export async function fitPicture(file: File, fit: Fit): Promise<Blob> {
  if (!file.type.startsWith('image/')) return file
  try {
    const img = await read(file)
    const box = cut(img.naturalWidth, img.naturalHeight, fit.aspect)
    const { width, height } = size(box, fit.maxSide)
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const pen = canvas.getContext('2d')
    if (!pen) return file
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, width, height)
    pen.drawImage(img, box.x, box.y, box.width, box.height, 0, 0, width, height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.92))
    return blob ? new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file
  } catch {
    return file
  }
}
