// What every journey needs: where the program is, who is there, the screens.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test'

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
export function holdPhone(browser: Browser, size = phone, inWeChat = false): Promise<BrowserContext> {
  return browser.newContext({
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

/** The code of the last short message to a phone number, as the simulator shows it. */
export async function smsCode(page: Page, number: string): Promise<string> {
  let code = ''
  await expect(async () => {
    const reply = await page.request.get(`${simulator}/sim/api/state`)
    const state = (await reply.json()) as { sms: { phone: string; code?: string }[] }
    code = state.sms.find((m) => m.phone === number)?.code ?? ''
    expect(code).not.toBe('')
  }).toPass({ timeout: 10_000 })
  return code
}

const shots = fileURLToPath(new URL('./shots/', import.meta.url))

/** Keeps a picture of the page for the people who look at them. */
export async function shot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}${name}.png`, animations: 'disabled' })
}

/** Fails when the page is wider than its screen. */
export async function fitsTheScreen(page: Page): Promise<void> {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  expect(content, 'the page scrolls sideways').toBeLessThanOrEqual(screen ?? 0)
}
