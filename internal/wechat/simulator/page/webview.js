// The page inside of WeChat: a frame over the chat. The product allows this
// frame in the demo alone.
const byId = (id) => document.getElementById(id)

let snapshot = false
let opened = ''

/** Whether the person at the phone sees snapshots first. */
export function seesSnapshots(yes) {
  snapshot = yes
}

export function setUpWebview() {
  byId('webview-full').addEventListener('click', () => {
    byId('webview-frame').src = opened + '&full=1'
    byId('webview-full').hidden = true
  })
  byId('webview-close').addEventListener('click', closePage)
}

export function openPage(href) {
  const target = new URL(href, location.href)
  const page = target.searchParams.get('url') ?? target.href
  byId('webview-title').textContent = new URL(page).host
  opened = href
  byId('webview-full').hidden = !snapshot
  byId('webview-out').href = href
  byId('webview-frame').src = href
  byId('webview').hidden = false
  byId('webview-close').focus()
}

export function closePage() {
  byId('webview').hidden = true
  byId('webview-frame').src = 'about:blank'
}
