// Acts 11 to 13: certificate, office view, administration.
import { expect, type Browser } from '@playwright/test'
import { holdPhone, look, site } from '../stage'
import { expectChat } from './enrol'
import { names, row, say, wang, type World } from './world'

/** Issued, printed, verified by anybody, told to the holder. */
export async function certify(world: World, browser: Browser): Promise<void> {
  const certifier = await world.desk('certifier')
  await certifier.goto('/staff/certificates')
  await row(certifier, wang.name).locator('.el-checkbox').click()
  await look(certifier, 'staff-certificates-eligible')
  await certifier.getByRole('button', { name: '为选中的人发证（1）' }).click()
  await say(certifier, '确认发证')
  const issued = certifier.getByRole('row').filter({ hasText: wang.name }).filter({ hasText: '有效' })
  await expect(issued).toContainText(/S000033000001\d{9}/)
  await look(certifier, 'staff-certificates')
  const sheet = await certifier.request.get((await issued.getByRole('link', { name: '查看证书' }).getAttribute('href'))!)
  expect((await sheet.body()).subarray(0, 5).toString()).toBe('%PDF-')
  const address = (await issued.getByRole('link', { name: '验证页' }).getAttribute('href'))!

  const stranger = await (await holdPhone(browser)).newPage()
  world.watch(stranger, '路人')
  await stranger.goto(new URL(address, site).href)
  await expect(stranger.getByText('证书有效')).toBeVisible()
  await expect(stranger.getByText(/S000033000001\d{9}/)).toBeVisible()
  await look(stranger, 'learner-verify')
  await stranger.goto('/verify')
  await look(stranger, 'learner-lookup')
  await stranger.getByLabel('证书编号').fill('S000033000001264999999')
  await stranger.getByLabel('持证人姓名').fill('无此人')
  await stranger.getByRole('button', { name: '查询' }).click()
  await expect(stranger.getByText('没有查到证书')).toBeVisible()
  await stranger.context().close()

  const page = await world.trainee()
  await page.goto('/me/certificates')
  const card = page.getByRole('article', { name: /职业技能等级证书/ })
  await expect(card).toContainText(wang.name)
  await look(page, 'learner-certificates')
  const own = card.getByRole('link', { name: '查看证书' }).or(card.getByRole('button', { name: '查看证书' }))
  const file = await page.request.get((await own.getAttribute('href'))!)
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
  await expectChat(page, '小王', /证书/)
}

/** The funnel of the journey's programme: everybody came all the way. */
export async function report(world: World): Promise<void> {
  const page = await world.desk('registrar')
  await page.goto('/staff/report')
  const line = row(page, names.programme)
  await expect(line).toBeVisible()
  const counts = (await line.getByRole('cell').allInnerTexts()).slice(1, 11).map(Number)
  expect(counts).toHaveLength(10)
  for (const [i, count] of counts.entries()) expect(count, `step ${i + 1} of the funnel`).toBeGreaterThanOrEqual(1)
  await page.locator('.el-select').filter({ has: page.getByRole('combobox', { name: '培训项目' }) }).click()
  await page.getByRole('option', { name: names.programme }).click()
  const chart = page.getByRole('img', { name: new RegExp(names.programme) })
  await expect(chart.locator('svg path').first()).toBeVisible()
  await look(page, 'staff-report')
}

/** Accounts, roles, audit, settings; and the trainee's own page with every entry. */
export async function administer(world: World): Promise<void> {
  const page = await world.desk('admin')
  await page.goto('/staff')
  await look(page, 'staff-home')
  await page.goto('/staff/accounts')
  await look(page, 'staff-accounts')
  await page.getByRole('button', { name: '新建账号' }).click()
  const dialog = page.getByRole('dialog', { name: '新建账号' })
  await dialog.locator('.el-form-item').filter({ hasText: '用户名' }).getByRole('textbox').fill('newteacher')
  await dialog.locator('.el-form-item').filter({ hasText: '姓名' }).getByRole('textbox').fill('新教师')
  await dialog.locator('.el-checkbox').filter({ hasText: '教师' }).first().click()
  await look(page, 'staff-account-new')
  await dialog.getByRole('button', { name: '建立账号' }).click()
  await expect(page.getByTestId('first-password')).not.toBeEmpty()
  await say(page, '已记下，关闭')
  await expect(row(page, '新教师')).toContainText('教师')
  await page.goto('/staff/roles')
  await expect(page.getByRole('columnheader', { name: '考务' })).toBeVisible()
  await look(page, 'staff-roles')

  await page.goto('/staff/body')
  const contact = page.locator('.el-form-item').filter({ hasText: '联系方式' }).getByRole('textbox')
  await contact.fill('培训鉴定中心 0573-00000001（示例）')
  await page.getByRole('button', { name: '保存设置' }).click()
  await expect(page.getByText('设置已保存')).toBeVisible()
  await page.reload()
  await expect(contact).toHaveValue('培训鉴定中心 0573-00000001（示例）')
  await look(page, 'staff-body')
  await page.goto('/staff/audit')
  await expect(row(page, '高远').first()).toBeVisible()
  await page.goto('/staff/notices')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await look(page, 'staff-notices')

  const phone = await world.trainee()
  await phone.goto('/me')
  await expect(phone.getByRole('heading', { name: wang.name })).toBeVisible()
  for (const entry of ['我的资料', '我的报名', '我的班级', '我的考试', '我的成绩', '我的证书', '消息']) {
    await expect(phone.getByText(entry, { exact: true })).toBeVisible()
  }
  await look(phone, 'learner-me')
  await phone.getByText('我的资料', { exact: true }).click()
  await expect(phone.getByLabel('姓名')).toHaveValue(wang.name)
  await look(phone, 'learner-profile')
}
