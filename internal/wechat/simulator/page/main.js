// The phone: one persona at a time, drawn from /sim/api/state once a second.
import { get, post } from './api.js'
import { drawChat, drawMenu } from './chat.js'
import { setUpConsole, drawConsole, knobs } from './console.js'
import { setUpScan, drawCodes, scan } from './scan.js'
import { drawSMS } from './sms.js'
import { setUpWebview, openPage, closePage, seesSnapshots } from './webview.js'

const byId = (id) => document.getElementById(id)
const address = new URL(location.href)
const remembered = 'persona'

let persona = address.searchParams.get('persona') || localStorage.getItem(remembered) || ''
let drawn = ''
let account

async function refresh() {
  let state
  try {
    state = await get('/sim/api/state?persona=' + encodeURIComponent(persona))
  } catch {
    if (persona) { // a persona of another simulator
      persona = ''
      localStorage.removeItem(remembered)
    }
    return
  }
  persona ||= state.personas[0].id
  const { now, ...rest } = state
  const text = JSON.stringify([persona, rest])
  if (text !== drawn) {
    drawn = text
    draw(state)
  }
}

function draw(state) {
  account = state.accounts[0]
  drawPersonas(state.personas)
  seesSnapshots(state.personas.find((p) => p.id === persona)?.snapshot === true)
  byId('account-name').textContent = account.name
  byId('following').textContent = account.following ? '已关注' : '未关注'
  byId('follow-state').textContent = account.following ? `已关注“${account.name}”` : `还没有关注“${account.name}”`
  byId('follow').textContent = account.following ? '取消关注' : '关注'
  byId('refuses').checked = account.refuses
  drawChat(byId('chat'), account, openPage)
  drawMenu(byId('menu'), account, openPage)
  byId('say').hidden = !account.following
  drawSMS(state.sms)
  drawCodes(state.codes)
  drawConsole(state)
}

function drawPersonas(personas) {
  const box = byId('personas')
  const text = JSON.stringify(personas)
  if (box.dataset.drawn !== text) {
    box.dataset.drawn = text
    box.replaceChildren(...personas.map((p) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.dataset.id = p.id
      const name = document.createElement('b')
      name.textContent = p.name
      const note = document.createElement('small')
      note.textContent = p.note
      button.append(name, ' ', note)
      button.addEventListener('click', () => choose(p.id))
      return button
    }))
  }
  for (const button of box.children) button.setAttribute('aria-pressed', String(button.dataset.id === persona))
}

async function choose(id) {
  if (id !== persona) closePage()
  persona = id
  localStorage.setItem(remembered, id)
  await refresh()
}

async function order(path, body) {
  const answer = await post(path, { persona, appId: account?.appId, ...body })
  await refresh()
  return answer
}

byId('follow').addEventListener('click', () => order('/sim/api/follow', { follow: !account.following, knobs: knobs() }))
byId('refuses').addEventListener('change', (e) => order('/sim/api/refuse', { refuses: e.target.checked }))
byId('say').addEventListener('submit', async (e) => {
  e.preventDefault()
  const text = byId('say-text').value.trim()
  if (!text) return
  byId('say-text').value = ''
  await order('/sim/api/say', { text, knobs: knobs() })
})

setUpWebview()
setUpConsole(order)
setUpScan(order, openPage, closePage)
await refresh()

// A code that was read by another camera leads here.
const scanned = address.searchParams.get('scan')
if (scanned) {
  history.replaceState(null, '', '/')
  await scan(scanned)
}

setInterval(() => { if (!document.hidden) void refresh() }, 1000)
document.addEventListener('visibilitychange', () => { if (!document.hidden) void refresh() })
