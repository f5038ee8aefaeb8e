// An error of a question from the trainee's phone to the author's desk and
// back: two taps, one case, one answer, one message.
import { expect, test, type Browser, type Page } from '@playwright/test'
import { choose } from './acts/answers'
import { holdPhone, lastMessage, look, sitDown, smsCode } from './stage'

// Of the demo class, and in nobody else's journey.
const number = '13805731037'
const note = '教材第 12 页写的不一样'

async function trainee(browser: Browser): Promise<Page> {
  const page = await (await holdPhone(browser)).newPage()
  await page.goto('/login')
  await page.getByLabel('手机号').fill(number)
  const before = await lastMessage(page)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByLabel('验证码').fill(await smsCode(page, number, before))
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).toHaveURL(/\/me$/)
  return page
}

/** Gives the stem of the question that was reported. */
async function report(page: Page): Promise<string> {
  await page.goto('/practice')
  await page.getByRole('button', { name: '随机 20 题' }).click()
  const card = page.getByRole('article', { name: '第 1 题', exact: true })
  await choose(card, false)
  await expect(card.getByRole('button', { name: '题目有误？' }), 'not before the answer').toHaveCount(0)
  await card.getByRole('button', { name: '提交答案' }).click()
  await card.getByRole('button', { name: '题目有误？' }).click()
  const sheet = page.getByRole('dialog', { name: '反馈题目有误' })
  await look(page, 'learner-errata-reasons')
  await sheet.getByRole('button', { name: '答案不对' }).click()
  await expect(sheet.getByText('已收到，老师核对后会告诉您。')).toBeVisible()
  await look(page, 'learner-errata-sent')
  await sheet.getByLabel('补充说明').fill(note)
  await sheet.getByRole('button', { name: '发送补充说明' }).click()
  await expect(sheet.getByText(note)).toBeVisible()
  await sheet.getByRole('button', { name: '好了' }).click()
  return (await card.locator('.stem').innerText()).trim()
}

test('a reported question is one case, is answered, and the trainee is told', async ({ browser }) => {
  const page = await trainee(browser)
  const stem = await report(page)

  await page.goto('/practice/wrong')
  await page.getByRole('button', { name: '查看答案和解析' }).first().click()
  await page.getByRole('button', { name: '题目有误？' }).click()
  await page.getByRole('button', { name: '题干有误' }).click()
  await expect(page.getByText('已收到过您的反馈')).toBeVisible()
  await page.getByRole('button', { name: '好了' }).click()

  const desk = await sitDown(browser, 'bank')
  await desk.getByRole('link', { name: '纠错', exact: true }).first().click()
  await expect(desk.getByText(/剩余 \d+ 天/).first()).toBeVisible()
  await look(desk, 'staff-errata')
  await desk.getByRole('link', { name: stem }).click()
  await expect(desk.getByRole('region', { name: '答案不对' }).getByText(note)).toBeVisible()
  await expect(desk.getByText('正确答案').first()).toBeVisible()
  await expect(desk.getByText(number)).toHaveCount(0)
  await look(desk, 'staff-errata-case')
  await desk.getByRole('button', { name: '回复并结案' }).click()
  const dialog = desk.getByRole('dialog', { name: '回复并结案' })
  await expect(dialog.getByText(/还没有修改/)).toBeVisible()
  await dialog.getByText('试题无误').click()
  await dialog.getByRole('button', { name: '回复并结案' }).click()
  await expect(dialog.getByText('请填写此项。')).toBeVisible()
  await dialog.getByLabel('给学员的回复').fill('依据教材第 15 页，原答案正确。')
  await look(desk, 'staff-errata-reply')
  await dialog.getByRole('button', { name: '回复并结案' }).click()
  await expect(desk.getByText('已回复并结案')).toBeVisible()
  await desk.context().close()

  await page.goto('/me/notices')
  await page.getByRole('button', { name: /试题纠错答复/ }).click()
  await expect(page).toHaveURL(/\/me\/errata$/)
  await expect(page.getByText('依据教材第 15 页，原答案正确。')).toBeVisible()
  await expect(page.getByText('题目无误')).toBeVisible()
  await look(page, 'learner-errata')
  await page.context().close()
})
