// The page inside of WeChat: a frame over the chat. The product allows this
// frame in the demo alone.
const byId = (id) => document.getElementById(id)

export function setUpWebview() {
  byId('webview-close').addEventListener('click', closePage)
}

export function openPage(href) {
  const target = new URL(href, location.href)
  const page = target.searchParams.get('url') ?? target.href
  byId('webview-title').textContent = new URL(page).host
  byId('webview-out').href = href
  byId('webview-frame').src = href
  byId('webview').hidden = false
  byId('webview-close').focus()
}

export function closePage() {
  byId('webview').hidden = true
  byId('webview-frame').src = 'about:blank'
}
