import { make, timeOf } from './api.js'

const byId = (id) => document.getElementById(id)
const bannerLife = 8000
let last // id of the newest message that was seen
let timer

byId('banner-close').addEventListener('click', () => { byId('banner').hidden = true })

export function drawSMS(list) {
  const items = list.map((m) => {
    const item = make('li')
    item.append(make('p', m.text), make('small', `${m.phone} · ${timeOf(m.at)}`))
    if (m.code) item.append(copyButton(m.code))
    return item
  })
  if (items.length === 0) items.push(make('li', '还没有短信。', { class: 'quiet' }))
  byId('sms').replaceChildren(...items)
  const newest = list[0]
  if (last !== undefined && newest && newest.id !== last) show(newest)
  last = newest?.id ?? 0
}

function copyButton(code) {
  const button = make('button', '复制 ' + code, { type: 'button', class: 'code' })
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code)
      button.textContent = '已复制 ' + code
    } catch { /* not allowed here: the code can be read */ }
  })
  return button
}

function show(m) {
  byId('banner-text').textContent = m.text
  byId('banner').hidden = false
  clearTimeout(timer)
  timer = setTimeout(() => { byId('banner').hidden = true }, bannerLife)
}
