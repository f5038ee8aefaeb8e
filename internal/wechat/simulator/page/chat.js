import { make, timeOf } from './api.js'

function link(text, href, open) {
  const a = make('a', text, { href })
  a.addEventListener('click', (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return
    e.preventDefault()
    open(href)
  })
  return a
}

function textBubble(b, open) {
  const p = make('p', '', { class: 'bubble' })
  for (const part of b.text ?? []) p.append(part.href ? link(part.text, part.href, open) : part.text)
  return p
}

function card(b, open) {
  const article = make('article', '', { class: 'bubble template', 'aria-label': b.title })
  article.append(make('h3', b.title))
  const list = make('dl')
  for (const line of b.lines ?? []) list.append(make('dt', line.label), make('dd', line.value))
  article.append(list)
  if (b.url) {
    const a = link('查看详情', b.url, open)
    a.className = 'more'
    article.append(a)
  }
  return article
}

export function drawChat(box, account, open) {
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80
  const items = account.chat.map((b) => {
    const item = make('li', '', { class: b.from })
    if (b.from === 'note') item.append(make('p', (b.text ?? []).map((t) => t.text).join('')))
    else item.append(b.kind === 'template' ? card(b, open) : textBubble(b, open), make('time', timeOf(b.at)))
    return item
  })
  if (items.length === 0) {
    const hint = account.following ? '还没有消息。可以扫码，或点下面的菜单。' : '还没有关注。请扫一扫招生海报。'
    items.push(make('li', hint, { class: 'note' }))
  }
  box.replaceChildren(...items)
  if (atEnd) box.scrollTop = box.scrollHeight
}

export function drawMenu(box, account, open) {
  box.hidden = !account.following || account.menu.length === 0
  box.replaceChildren(...account.menu.map((m) => link(m.name, m.url, open)))
}
