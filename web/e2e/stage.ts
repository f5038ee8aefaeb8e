// What every journey needs: where the program is, who is there, the screens.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test'

export const site = process.env.JIANGXUN_E2E_URL ?? 'http://127.0.0.1:8080'
export const simulator = process.env.JIANGXUN_E2E_SIMULATOR ?? 'http://127.0.0.1:8081'

/** Opens every demo account. */
export const password = 'Demo-2026-jx'

export const phone = { width: 390, height: 844 }
export const smallPhone = { width: 360, height: 640 }
export const desk = { width: 1440, height: 900 }

const wechatAgent =
  'Mozilla/5.0 (Linux; Android 13; V2141A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.49'

/** A worker's phone; inWeChat: the browser inside WeChat. */
export function holdPhone(browser: Browser, size = phone, inWeChat = false, storageState?: BrowserContextOptions['storageState']): Promise<BrowserContext> {
  return browser.newContext({
    ...(storageState ? { storageState } : {}),
    baseURL: site, viewport: size, isMobile: true, hasTouch: true, deviceScaleFactor: 2,
    ...(inWeChat ? { userAgent: wechatAgent } : {}),
  })
}

/** The page of a member of staff who has signed in at a PC. */
export async function sitDown(browser: Browser, username: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: site, viewport: desk })
  const page = await context.newPage()
  await page.goto('/staff')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).not.toHaveURL(/login/)
  return page
}

interface ShortMessage {
  id: number
  phone: string
  code?: string
}

async function shortMessages(page: Page): Promise<ShortMessage[]> {
  const reply = await page.request.get(`${simulator}/sim/api/state`)
  return ((await reply.json()) as { sms: ShortMessage[] }).sms
}

/** The newest short message that the simulator shows; 0 when there is none. */
export async function lastMessage(page: Page): Promise<number> {
  return (await shortMessages(page))[0]?.id ?? 0
}

/** The code of a short message to a phone number, later than the one named. */
export async function smsCode(page: Page, number: string, after = 0): Promise<string> {
  let code = ''
  await expect(async () => {
    code = (await shortMessages(page)).find((m) => m.phone === number && m.id > after)?.code ?? ''
    expect(code).not.toBe('')
  }).toPass({ timeout: 15_000 })
  return code
}

const shots = fileURLToPath(new URL('./shots/', import.meta.url))

/** Keeps a picture of the page for the people who look at them. */
export async function shot(page: Page, name: string, style?: string): Promise<void> {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}${name}.png`, animations: 'disabled', style })
}

/** Fails when the page is wider than its screen. */
export async function fitsTheScreen(page: Page): Promise<void> {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  expect(content, 'the page scrolls sideways').toBeLessThanOrEqual(screen ?? 0)
}

/** What never belongs on a page: codes of ours, empty values, unfilled places of a sentence. */
const leaks = [/\b[a-z]+_[a-z_]+\b/, /\b(undefined|null|NaN|Infinity)\b/, /\{\w+\}/, /\[object/, /\bInvalid Date\b/]

/** Waits until the page has come to rest: nothing turning, every picture there. */
export async function atRest(page: Page): Promise<void> {
  await expect(page.locator('.el-loading-mask, .el-skeleton, .van-skeleton, .van-loading, .el-button.is-loading').filter({ visible: true })).toHaveCount(0)
  await expect(page.locator('.el-table__empty-text').filter({ visible: true, hasText: '正在加载' })).toHaveCount(0)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

/** Fails when a page shows codes instead of words. */
export async function speaksPlainly(page: Page, name: string): Promise<void> {
  const text = await page.evaluate(() => {
    const holders = [...document.querySelectorAll<HTMLInputElement>('[placeholder]')].filter((e) => e.offsetParent).map((e) => e.placeholder)
    return [document.body.innerText, ...holders].join('\n')
  })
  for (const line of text.split('\n')) {
    if (line.startsWith('花括号')) continue // explains the places of a pattern
    if (/https?:\/\/|\.(jpe?g|png|mp4|pdf|xlsx|csv)\b/.test(line)) continue
    for (const leak of leaks) expect(line, `${name} shows a code`).not.toMatch(leak)
  }
}

/** Short messages come and go; they would cover what is to be looked at. */
const withoutMessages = '.el-message, .van-toast { visibility: hidden }'

/** Looks at a main page: at rest, within its screen, in plain words, with a picture kept. A phone's page is looked at on the small phone too. */
export async function look(page: Page, name: string): Promise<void> {
  await atRest(page)
  await fitsTheScreen(page)
  await speaksPlainly(page, name)
  await shot(page, name, withoutMessages)
  if (page.viewportSize()?.width !== phone.width) return
  await page.setViewportSize(smallPhone)
  await fitsTheScreen(page)
  await shot(page, `${name}-small`, withoutMessages)
  await page.setViewportSize(phone)
}
