// Acts 1 to 3: poster and scan, registration, review.
import { expect, type FrameLocator, type Page } from '@playwright/test'
import { approve, fillApplication, mendApplication, openProgramme, returnDocument } from '../enrolment'
import { desk, holdPhone, look, phone, shot, simulator } from '../stage'
import { names, seed, signIn, wang, type World } from './world'

/** Staff open a programme and print its poster; a passer-by scans it and comes to an application. */
export async function posterAndScan(world: World, browser: import('@playwright/test').Browser): Promise<void> {
  const registrar = await world.desk('registrar')
  await openProgramme(registrar, names.programme, names.level)

  const sim = await (await browser.newContext({ viewport: desk })).newPage()
  world.watch(sim, '模拟手机')
  await sim.goto(simulator)
  await sim.getByRole('button', { name: /小王/ }).click()
  await expect(sim.getByText('未关注', { exact: true })).toBeVisible()
  await sim.getByRole('button', { name: '扫一扫' }).click()
  await sim.getByRole('dialog', { name: '扫一扫' }).getByRole('button', { name: /^扫描/ }).first().click()
  await sim.getByRole('button', { name: '关注并继续' }).click()
  const chat = sim.getByRole('log', { name: '聊天记录' })
  await expect(chat).toContainText(names.programme)
  await shot(sim, 'simulator-scan')

  await chat.getByRole('link', { name: '点这里查看并报名' }).click()
  const inside = sim.frameLocator('#webview-frame')
  await expect(inside.getByRole('heading', { name: names.programme })).toBeVisible()
  await shot(sim, 'simulator-programme')
  await inside.getByRole('button', { name: '我要报名' }).click()
  await signIn(inside as FrameLocator & Page, sim)
  await expect(inside.getByLabel('姓名')).toBeVisible()

  // The same phone, its own page now: what the frame was signed in with stays.
  const state = await sim.context().storageState()
  const context = await holdPhone(browser, phone, true, state)
  const page = await context.newPage()
  world.hold(page)
  await sim.context().close()

  await page.goto('/')
  const offer = page.getByRole('list', { name: '培训项目' }).getByRole('link', { name: names.programme })
  await expect(offer).toBeVisible()
  await expect(page.getByRole('link', { name: /报名还没有提交/ })).toBeVisible()
  await look(page, 'learner-home')
  await offer.click()
  await expect(page.getByRole('button', { name: '我要报名' })).toBeEnabled()
  await look(page, 'learner-programme')

  await registrar.goto('/staff/programmes')
  await expect(registrar.getByRole('link', { name: names.programme })).toBeVisible()
  await look(registrar, 'staff-programmes')
  await registrar.getByRole('link', { name: names.programme }).click()
  await expect(registrar.getByRole('row', { name: /开发区宣传栏 服务号 1 1/ }), 'the poster counts its scan and the application').toBeVisible()
}

/** The trainee fills in four steps; a wrong number is told at its field; sending documents shows progress. */
export async function register(world: World): Promise<void> {
  const page = await world.trainee()
  await page.goto('/me/applications')
  await page.getByRole('link', { name: names.programme }).click()
  let progress = 0
  await page.route('**/api/my/applications/*/materials/*/files', async (route) => {
    await expect(page.getByText(/正在上传|正在处理/)).toBeVisible()
    progress++
    await route.continue()
  })
  await fillApplication(page, {
    ...wang,
    photo: seed('people/portrait-1.jpg'),
    documents: { 身份证人像面: seed('people/id-front.jpg'), 身份证国徽面: seed('people/id-back.jpg') },
  })
  await page.unroute('**/api/my/applications/*/materials/*/files')
  expect(progress, 'both documents showed their progress').toBe(2)
}

/** One item goes back with a reason, is mended and approved; everybody is told. */
export async function review(world: World): Promise<void> {
  const registrar = await world.desk('registrar')
  const page = await world.trainee()
  await returnDocument(registrar, wang.name)

  await page.goto('/me/notices')
  await page.getByRole('button', { name: /报名材料需要修改/ }).first().click()
  await expect(page.getByRole('heading', { name: '报名需要修改' })).toBeVisible()
  await expectChat(page, '小王', /需要修改|退回/)
  await mendApplication(page)

  await approve(registrar, wang.name)
  await page.reload()
  await expect(page.getByRole('heading', { name: '审核通过' })).toBeVisible()
  await look(page, 'learner-approved')
  await page.goto('/me/notices')
  await expect(page.getByRole('button', { name: /报名审核通过/ })).toBeVisible()
  await look(page, 'learner-notices')
  await expectChat(page, '小王', /通过/)

  const admin = await world.desk('admin')
  await admin.goto('/staff/audit')
  await expect(admin.getByRole('row', { name: /通过报名|审核通过/ }).filter({ hasText: '林晓梅' }).first()).toBeVisible()
  await look(admin, 'staff-audit')
}

/** Words that came to the chat of a person of the simulator. */
export async function expectChat(page: Page, persona: string, words: RegExp): Promise<void> {
  const sim = await page.context().browser()!.newContext({ viewport: desk })
  const view = await sim.newPage()
  await view.goto(simulator)
  await view.getByRole('button', { name: new RegExp(persona) }).click()
  await expect(view.getByRole('log', { name: '聊天记录' }).getByRole('article').filter({ hasText: words }).first()).toBeVisible()
  await shot(view, `simulator-chat`)
  await sim.close()
}
