// The addresses that `make run` prints lead somewhere, for everybody it names.
import { expect, test } from '@playwright/test'
import { desk, fitsTheScreen, holdPhone, phone, shot, simulator, sitDown, smallPhone } from './stage'

const staff = ['registrar', 'teacher', 'bank', 'exam', 'exam2', 'invigilator', 'examiner', 'certifier', 'admin']

for (const username of staff) {
  test(`${username} signs in at the staff pages`, async ({ browser }) => {
    const page = await sitDown(browser, username)
    await expect(page.getByRole('navigation').or(page.getByRole('menu')).first()).toBeVisible()
    await fitsTheScreen(page)
    await shot(page, `staff-home-${username}`)
    await page.context().close()
  })
}

for (const [name, size] of Object.entries({ phone, smallPhone })) {
  test(`the trainee pages open on a ${name}`, async ({ browser }) => {
    const context = await holdPhone(browser, size)
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (e) => faults.push(e.message))
    await page.goto('/')
    await expect(page.locator('#app, main').first()).not.toBeEmpty()
    await fitsTheScreen(page)
    await shot(page, `learner-home-${name}`)
    expect(faults).toEqual([])
    await context.close()
  })
}

test('the phone with WeChat opens', async ({ browser }) => {
  const context = await browser.newContext({ viewport: desk })
  const page = await context.newPage()
  await page.goto(simulator)
  await expect(page.getByText('匠训技师学院').first()).toBeVisible()
  await shot(page, 'simulator')
  await context.close()
})
