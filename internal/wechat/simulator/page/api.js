export async function get(path) {
  const reply = await fetch(path)
  if (!reply.ok) throw new Error('status ' + reply.status)
  return reply.json()
}

export async function post(path, body) {
  const reply = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  if (!reply.ok) throw new Error('status ' + reply.status)
  return reply.json()
}

const clockFace = new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' })

export const timeOf = (at) => clockFace.format(new Date(at))

/** An element with a text and attributes; the text is never read as HTML. */
export function make(tag, text, attributes = {}) {
  const e = document.createElement(tag)
  if (text) e.textContent = text
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value)
  return e
}
