// The camera: a code of the list, an address, or (where the browser can read
// codes) a picture.
import { make, timeOf } from './api.js'
import { knobs } from './console.js'

const byId = (id) => document.getElementById(id)
let order, openPage, closePage

export function setUpScan(giveOrder, open, close) {
  order = giveOrder
  openPage = open
  closePage = close
  byId('scan-open').addEventListener('click', () => {
    say('')
    byId('scan').showModal()
  })
  byId('scan-form').addEventListener('submit', (e) => {
    e.preventDefault()
    void scan(byId('scan-text').value.trim())
  })
  if (!('BarcodeDetector' in window)) return
  byId('scan-picture').hidden = false
  byId('scan-file').addEventListener('change', (e) => {
    void readPicture(e.target.files[0])
    e.target.value = ''
  })
  document.addEventListener('paste', (e) => {
    const file = [...(e.clipboardData?.files ?? [])].find((f) => f.type.startsWith('image/'))
    if (file && byId('scan').open) void readPicture(file)
  })
}

async function readPicture(file) {
  if (!file) return
  try {
    const detector = new window.BarcodeDetector({ formats: ['qr_code'] })
    const found = await detector.detect(await createImageBitmap(file))
    if (found.length > 0) return void (await scan(found[0].rawValue))
  } catch { /* said below */ }
  say('图片里没有找到二维码，请换一张更清楚的图片。')
}

function say(text) {
  byId('scan-message').textContent = text
  byId('scan-message').hidden = !text
}

const refusals = {
  unknown: '这不是二维码或网址，请检查后重试。',
  expired: '这个二维码已过期，请重新生成。',
}

/** What the phone does with the text of a code. */
export async function scan(text, follow = false) {
  say('')
  const answer = await order('/sim/api/scan', { text, follow, knobs: knobs() })
  if (refusals[answer.result]) {
    say(refusals[answer.result])
    if (!byId('scan').open) byId('scan').showModal()
    return
  }
  byId('scan').close()
  byId('scan-text').value = ''
  if (answer.result === 'open') openPage(answer.url)
  if (answer.result === 'chat') closePage()
  if (answer.result === 'follow' && await ask(answer.name)) await scan(text, true)
}

function ask(name) {
  const dialog = byId('ask')
  byId('ask-title').textContent = `关注“${name}”？`
  dialog.returnValue = ''
  dialog.showModal()
  return new Promise((done) => dialog.addEventListener('close', () => done(dialog.returnValue === 'yes'), { once: true }))
}

let drawn = ''

export function drawCodes(codes) {
  const text = JSON.stringify(codes)
  if (text === drawn) return
  drawn = text
  const items = codes.map((c) => {
    const button = make('button', '', { type: 'button', 'aria-label': '扫描 ' + c.scene })
    const words = make('span', c.scene)
    words.append(make('small', timeOf(c.at)))
    button.append(make('img', '', { src: c.image, alt: '', width: '56', height: '56', loading: 'lazy' }), words)
    button.addEventListener('click', () => scan(c.url))
    const item = make('li')
    item.append(button)
    return item
  })
  if (items.length === 0) items.push(make('li', '还没有。请先在管理端给培训项目生成海报。', { class: 'quiet' }))
  byId('codes').replaceChildren(...items)
}
