// Who takes part in the journey: staff at their PCs and one trainee with a
// phone. Each signs in when first needed, so that an act can also be walked by
// itself on data that the acts before it have left.
import { fileURLToPath } from 'node:url'
import { expect, type Browser, type Page } from '@playwright/test'
import { holdPhone, lastMessage, phone, sitDown, smsCode } from '../stage'

/** A file of the demo data. */
export const seed = (path: string) => fileURLToPath(new URL(`../../../seeds/${path}`, import.meta.url))

export const wang = { name: '王小匠', phone: '13900001234', idNumber: '330482199003072311' }

export const names = {
  programme: '数控车工四级技能提升班（秋季）',
  level: /车工/,
  class: '车工四级秋季 1 班',
  blueprint: '车工四级认定短卷',
  plan: '秋季车工四级认定',
}

export class World {
  /** Errors of scripts and unexpected words on the console, of every page. */
  readonly faults: string[] = []
  private readonly desks = new Map<string, Page>()
  private held?: Page

  constructor(private readonly browser: Browser) {}

  /** The desk of a member of staff. */
  async desk(username: string): Promise<Page> {
    let page = this.desks.get(username)
    if (!page) {
      page = await sitDown(this.browser, username)
      this.watch(page, username)
      this.desks.set(username, page)
    }
    return page
  }

  /** The trainee's phone, inside WeChat. */
  async trainee(): Promise<Page> {
    if (this.held) return this.held
    const page = await (await holdPhone(this.browser, phone, true)).newPage()
    await page.goto('/login')
    await signIn(page, page)
    await expect(page).toHaveURL(/\/me$/)
    this.hold(page)
    return page
  }

  /** From here on this page is the trainee's phone. */
  hold(page: Page): void {
    this.watch(page, wang.name)
    this.held = page
  }

  watch(page: Page, who: string): void {
    page.on('pageerror', (e) => this.faults.push(`${who} ${page.url()}: ${e.message}`))
    page.on('console', (m) => {
      if (m.type() !== 'error') return
      // A refused request is part of some steps; the pages say so in words.
      if (/Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)/.test(m.text())) return
      this.faults.push(`${who} ${page.url()}: console: ${m.text()}`)
    })
  }

  async leave(): Promise<void> {
    for (const page of [...this.desks.values(), ...(this.held ? [this.held] : [])]) await page.context().close()
    this.desks.clear()
    this.held = undefined
  }
}

type Surface = Pick<Page, 'getByLabel' | 'getByRole'>

/** The trainee signs in by phone number and short message. */
export async function signIn(surface: Surface, page: Page): Promise<void> {
  await surface.getByLabel('手机号').fill(wang.phone)
  const before = await lastMessage(page)
  await surface.getByRole('button', { name: '获取验证码' }).click()
  await surface.getByLabel('验证码').fill(await smsCode(page, wang.phone, before))
  await surface.getByRole('button', { name: '登录', exact: true }).click()
}

/** Whether a row of some table holds these words. */
export const row = (page: Page, words: string | RegExp) => page.getByRole('row').filter({ hasText: words })

/** Says yes in the dialog that asks. */
export async function say(page: Page, yes: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: yes, exact: true }).click()
}

/** Gives the reason that a dialog asks for, and says yes. */
export async function reason(page: Page, words: string, yes: string): Promise<void> {
  await page.getByRole('dialog').getByRole('textbox').fill(words)
  await say(page, yes)
}
