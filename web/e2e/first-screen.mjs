// Prints what a phone downloads until the trainee's first screen stands, as
// JSON: bytes on the wire by kind, with gzip alone, as older phones ask for it.
// Usage: node e2e/first-screen.mjs URL CHROMIUM
import { chromium } from '@playwright/test'

const [url, executablePath] = process.argv.slice(2)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
const page = await context.newPage()
const wire = await context.newCDPSession(page)
await wire.send('Network.enable')
await wire.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } })
const kinds = new Map()
const sum = { assets: 0, api: 0, requests: 0 }
wire.on('Network.responseReceived', (e) => kinds.set(e.requestId, new URL(e.response.url).pathname.startsWith('/api/') ? 'api' : 'assets'))
wire.on('Network.loadingFinished', (e) => {
  sum[kinds.get(e.requestId) ?? 'assets'] += e.encodedDataLength
  sum.requests++
})
await page.goto(url, { waitUntil: 'networkidle' })
console.log(JSON.stringify(sum))
await browser.close()
