import { make, timeOf } from './api.js'

const byId = (id) => document.getElementById(id)

const kinds = { // by the option's value
  lose: { loseAnswer: true }, busy: { errcode: -1 }, quota: { errcode: 45009 }, token: { errcode: 40001 },
  http: { http: 503 }, delay: { delay: 6000 },
}

export function setUpConsole(order) {
  byId('fault').addEventListener('submit', (e) => {
    e.preventDefault()
    const form = new FormData(e.target)
    void order('/sim/api/faults', { path: form.get('path'), times: Number(form.get('times')), ...kinds[form.get('kind')] })
  })
  byId('faults-clear').addEventListener('click', () => order('/sim/api/faults/clear', {}))
  byId('tokens-kill').addEventListener('click', () => order('/sim/api/tokens/kill', {}))
}

/** How the next pushes are bent. */
export function knobs() {
  const on = (name) => byId('knobs').querySelector(`[name=${name}]`).checked
  return { duplicate: on('duplicate'), staleSeconds: on('stale') ? 3600 : 0, wrongKey: on('wrongKey'), otherAccount: on('otherAccount') }
}

const events = {
  subscribe: '关注', SCAN: '扫码', unsubscribe: '取消关注', text: '文字消息', TEMPLATESENDJOBFINISH: '通知回执',
}

function wordsOf(f) {
  if (f.errcode) return `返回 ${f.errcode}`
  if (f.http) return `服务器错误 ${f.http}`
  if (f.loseAnswer) return '应答丢失'
  return `延迟 ${(f.delay ?? 0) / 1000} 秒`
}

const nameOf = (path) => byId('fault').querySelector(`option[value="${path}"]`)?.textContent ?? path

export function drawConsole(state) {
  byId('faults').replaceChildren(...state.faults.map((f) => make('li', `${nameOf(f.path)}：${wordsOf(f)}，还有 ${f.times} 次`)))
  byId('pushes').replaceChildren(...state.pushes.slice(0, 20).map((p) => {
    const row = make('tr')
    for (const text of [timeOf(p.at), p.persona, events[p.event] ?? p.event, String(p.attempts), p.status ? String(p.status) : '无', plain(p.seen)]) row.append(make('td', text))
    return row
  }))
}

const plain = (seen) => (seen ? seen.replace(/<[^>]*>/g, '').replaceAll('\n', ' ') : '—')
