// How things are printed. Times are China time whatever the device says; the
// server sends RFC 3339 in UTC, days as YYYY-MM-DD, scores in hundredths.

const chinaOffset = 8 * 3600 * 1000

function china(at: string | number | Date): Date {
  return new Date(new Date(at).getTime() + chinaOffset)
}

/** Nothing, or Go's zero time. */
function never(at: string | number | Date | undefined | null): at is undefined | null | '' {
  return at === undefined || at === null || at === '' || (typeof at === 'string' && at.startsWith('0001-'))
}

const two = (n: number) => String(n).padStart(2, '0')

/** "2026-11-25" in China. */
export function day(at: string | number | Date | undefined | null): string {
  if (never(at)) return '—'
  if (typeof at === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(at)) return at
  const d = china(at)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`
}

/** "14:05" in China. */
export function clock(at: string | number | Date | undefined | null): string {
  if (never(at)) return '—'
  const d = china(at)
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`
}

/** "2026-11-25 14:05" in China. */
export function dateTime(at: string | number | Date | undefined | null): string {
  if (never(at)) return '—'
  return `${day(new Date(at))} ${clock(at)}`
}

/** "11月25日（周三）14:05": for phones. */
export function friendly(at: string | number | Date | undefined | null): string {
  if (never(at)) return '—'
  const d = china(at)
  return `${d.getUTCMonth() + 1}月${d.getUTCDate()}日（周${'日一二三四五六'[d.getUTCDay()]}）${clock(at)}`
}

/** What a form picked in China time, as the server wants it: "2026-11-25T06:05:00.000Z". */
export function fromChina(text: string): string {
  const [date = '', time = '00:00'] = text.trim().split(/[ T]/)
  return new Date(`${date}T${time.length === 5 ? `${time}:00` : time}+08:00`).toISOString()
}

/** The reverse of fromChina, for pickers: "2026-11-25 14:05:00". */
export function toChina(at: string): string {
  const d = china(at)
  return `${day(at)} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`
}

/** 6050 → "60.5", 6000 → "60". */
export function score(hundredths: number | undefined | null): string {
  if (hundredths === undefined || hundredths === null) return '—'
  const text = (Math.abs(hundredths) / 100).toFixed(2).replace(/\.?0+$/, '')
  return hundredths < 0 ? `-${text}` : text
}

/** "60.5" → 6050; undefined when it is not a number with at most two decimals. */
export function hundredths(text: string | number): number | undefined {
  const match = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(String(text).trim())
  if (!match) return undefined
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** 1536 → "1.5 KB". */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`
  const units = ['KB', 'MB', 'GB']
  let value = bytes / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]}`
}

/** Seconds as "1:05:09" or "05:09". */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds))
  const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
  return s >= 3600 ? `${Math.floor(s / 3600)}:${rest}` : rest
}

/** 0.256 → "25.6%". */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`
}

/** "13812345678" → "138****5678"; the server masks what it sends, this is for what the person typed. */
export function maskPhone(phone: string): string {
  return phone.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2')
}

/** "110101199003074514" → "110101********4514". */
export function maskId(id: string): string {
  return id.length < 10 ? '*'.repeat(id.length) : id.slice(0, 6) + '*'.repeat(id.length - 10) + id.slice(-4)
}
