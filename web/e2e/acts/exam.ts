// Act 10: the unified exam, from the plan to the released result.
import { expect, type Page } from '@playwright/test'
import { look } from '../stage'
import { expectChat } from './enrol'
import { answerQuestions, handIn } from './sitting'
import { names, row, say, wang, type World } from './world'

/** A minute in China, some minutes from now, as the date picker takes it. */
const minute = (from: number) => new Date(Date.now() + 8 * 3600_000 + from * 60_000).toISOString().slice(0, 16).replace('T', ' ')
const step = (page: Page, name: string) => page.getByRole('tab', { name }).click()
const pdf = async (page: Page, href: string) => (await (await page.request.get(href)).body()).subarray(0, 5).toString()

async function addSession(page: Page, part: string, startsAt: string, minutes: number): Promise<void> {
  await page.getByRole('button', { name: '添加场次' }).click()
  const dialog = page.getByRole('dialog', { name: '添加场次' })
  await dialog.getByText(part, { exact: true }).click()
  await dialog.getByRole('combobox', { name: '开考时间' }).fill(startsAt)
  await page.keyboard.press('Enter')
  if (part.includes('理论')) {
    await dialog.locator('.el-select').filter({ has: page.getByRole('combobox', { name: '试卷' }) }).click()
    await page.getByRole('option', { name: /30 分钟/ }).first().click()
  }
  await dialog.getByRole('spinbutton', { name: '考试时长' }).fill(String(minutes))
  await dialog.getByLabel('地点').fill('实训楼二层')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
  await row(page, part).getByRole('button', { name: '考场' }).click()
  const rooms = page.getByRole('dialog', { name: '考场' })
  await rooms.getByRole('button', { name: '保存' }).click()
  await expect(rooms).toBeHidden()
  await expect(row(page, part)).toContainText('第一考场')
}

/** Plan, candidates, sessions, seats, tickets; published. */
export async function planExam(world: World): Promise<void> {
  const page = await world.desk('exam')
  await page.goto('/staff/exam-plans')
  await page.getByRole('button', { name: '新建计划' }).click()
  await page.getByLabel('计划名称').last().fill(names.plan)
  await page.getByRole('dialog').getByRole('combobox', { name: '职业等级' }).click()
  await page.getByRole('option', { name: names.level }).first().click()
  await say(page, '新建')
  await expect(page.getByRole('heading', { name: names.plan })).toBeVisible()

  await page.getByLabel('考点名称').fill('示例技师学院考点')
  await page.getByLabel('考点地址').fill('浙江省示例市学院路 1 号')
  await page.getByLabel('联系方式').fill('0573-00000000')
  // Both parts can be checked in now, and nobody needs to wait before handing in.
  await page.getByRole('spinbutton', { name: '提前入场（分钟）' }).fill('120')
  await page.getByRole('spinbutton', { name: '最早交卷（开考后分钟）' }).fill('0')
  await page.keyboard.press('Tab')
  await look(page, 'staff-plan-info')
  await page.getByRole('button', { name: '保存并继续' }).click()

  await row(page, names.class).locator('.el-checkbox').click()
  await page.getByRole('button', { name: '添加所选班级的学员' }).click()
  await expect(row(page, wang.name)).toBeVisible()
  await look(page, 'staff-plan-candidates')

  await step(page, '3 场次与考场')
  await addSession(page, '理论知识考试', minute(0), 30)
  await addSession(page, '技能考核', minute(45), 60)
  await look(page, 'staff-plan-sessions')

  await step(page, '4 座位与准考证')
  await page.getByRole('button', { name: '安排座位并生成准考证号' }).click()
  await expect(page.getByText(/已安排 1 人/).first()).toBeVisible()
  const tickets = page.getByRole('link', { name: '打印准考证' })
  await expect(tickets).toHaveCount(2)
  await look(page, 'staff-plan-seats')
  expect(await pdf(page, (await tickets.first().getAttribute('href'))!)).toBe('%PDF-')

  await step(page, '5 发布')
  await look(page, 'staff-plan-publish')
  await page.getByRole('button', { name: '发布计划' }).click()
  await say(page, '发布')
  await expect(page.getByText(/考生可以查看时间、考场和准考证/)).toBeVisible()
  await page.goto('/staff/exam-plans')
  await expect(row(page, names.plan)).toContainText(/已发布|进行中/)
  await look(page, 'staff-plans')
  await row(page, names.plan).getByRole('link', { name: names.plan }).click()
  await step(page, '3 场次与考场')
  await page.getByRole('link', { name: '理论知识考试' }).click()
  await expect(row(page, wang.name)).toBeVisible()
  await look(page, 'staff-session')
}

const seatCard = (page: Page, part: string) => page.getByRole('article', { name: `${names.plan} ${part}` })

async function checkIn(world: World, part: string, ticket: string): Promise<void> {
  const page = await world.desk('invigilator')
  await page.goto('/staff/check-in')
  await look(page, 'staff-check-in-list')
  await row(page, names.plan).filter({ hasText: part }).getByRole('link', { name: '签到' }).click()
  await page.getByLabel('准考证号').fill(ticket)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: '考生' })).toContainText(wang.name)
  await page.getByRole('button', { name: '确认签到' }).click()
  await expect(page.getByText('已签到 1 / 1 人')).toBeVisible()
  await look(page, 'staff-check-in')
}

const said = '第 12 题图中尺寸以毫米为单位。'

/** The invigilator tells everybody something; the candidate's line is down. */
async function announce(page: Page): Promise<void> {
  await page.getByRole('button', { name: '发通知' }).click()
  await page.getByLabel('通知内容').fill(said)
  await look(page, 'staff-announce')
  await page.getByRole('button', { name: '发送' }).click()
  await expect(row(page, said)).toContainText('0 / 1 人')
}

/** It comes with the line, one tap acknowledges it, and it stays readable. */
async function readAnnouncement(page: Page): Promise<void> {
  const bar = page.getByRole('region', { name: '监考通知' })
  await expect(bar).toContainText(said)
  await look(page, 'exam-announcement')
  await bar.getByRole('button', { name: '知道了' }).click()
  await expect(bar).toBeHidden()
  await expect(page.getByText('监考通知 1 条')).toBeVisible()
}

/** Check-in by ticket, the sitting with a moment without network, the live list, the receipt. */
export async function sitExam(world: World): Promise<void> {
  const page = await world.trainee()
  await page.goto('/exams')
  const theory = seatCard(page, '理论知识考试')
  await expect(theory).toContainText('待考')
  await look(page, 'learner-exams')
  await expectChat(page, '小王', new RegExp(names.plan))
  expect(await pdf(page, (await theory.getByRole('link', { name: '查看准考证' }).or(theory.getByRole('button', { name: '查看准考证' })).getAttribute('href'))!)).toBe('%PDF-')
  const ticketOf = async (part: string) => (await seatCard(page, part).locator('dd').allInnerTexts()).find((t) => /^\d{13}$/.test(t.trim()))!.trim()
  await checkIn(world, '理论知识考试', await ticketOf('理论知识考试'))
  await checkIn(world, '技能考核', await ticketOf('技能考核'))

  await page.reload()
  await theory.getByRole('button', { name: '进入考试' }).click()
  const pledge = page.getByRole('dialog', { name: '诚信承诺书' })
  await expect(pledge.getByRole('button', { name: '开始考试' })).toBeDisabled()
  await pledge.getByRole('checkbox').click()
  await look(page, 'learner-pledge')
  await pledge.getByRole('button', { name: '开始考试' }).click()
  await answerQuestions(page, 1, 3)
  await expect(page.getByText('答案已全部保存')).toBeVisible()

  const invigilator = await world.desk('invigilator')
  await invigilator.goto('/staff/invigilation')
  await look(invigilator, 'staff-invigilation')
  await row(invigilator, names.plan).filter({ hasText: '理论知识考试' }).getByRole('link', { name: '监考' }).click()
  await expect(row(invigilator, wang.name)).toContainText('3 / 20')

  await page.context().setOffline(true)
  await page.getByRole('button', { name: '下一题' }).click()
  await answerQuestions(page, 4, 4)
  await expect(page.getByText(/网络不通，1 题未上传/)).toBeVisible()
  await look(page, 'exam-offline')
  await announce(invigilator)
  await page.context().setOffline(false)
  await expect(page.getByText('答案已全部保存')).toBeVisible({ timeout: 30_000 })
  await readAnnouncement(page)
  await expect(row(invigilator, said), 'who has acknowledged').toContainText('1 / 1 人')
  await expect(row(invigilator, wang.name), 'the live list asks by itself').toContainText('4 / 20')
  await look(invigilator, 'staff-live')

  await page.getByRole('button', { name: '下一题' }).click()
  await answerQuestions(page, 5, 20, [19])
  await handIn(page, 20)
  await look(page, 'exam-receipt-exam')
  await page.getByRole('link', { name: '返回我的考试' }).click()
  await expect(seatCard(page, '理论知识考试')).toContainText('已交卷')
  await expect(row(invigilator, wang.name)).toContainText('已交卷')
}

/** The examiner's score, a check, a release by a second person; nothing is seen before. */
export async function releaseResult(world: World): Promise<void> {
  const examiner = await world.desk('examiner')
  await examiner.goto('/staff/skill-scores')
  await look(examiner, 'staff-skill-plans')
  await row(examiner, names.plan).getByRole('link', { name: '录入成绩' }).click()
  const score = examiner.getByRole('textbox', { name: `${wang.name} 技能成绩` })
  await score.fill('120')
  await score.press('Enter')
  await expect(row(examiner, wang.name).getByRole('alert'), 'more than 100 is refused').toBeVisible()
  await score.fill('86.5')
  await score.press('Enter')
  await expect(row(examiner, wang.name)).toContainText('已保存')
  await look(examiner, 'staff-skill-scores')

  const page = await world.trainee()
  await page.goto('/me/results')
  await expect(page.getByRole('article', { name: names.plan })).toContainText('成绩尚未发布')
  await expect(page.locator('main, #app').first()).not.toContainText('86.5')
  await look(page, 'learner-results-before')

  const a = await world.desk('exam')
  await a.goto('/staff/results')
  await expect(row(a, names.plan)).toBeVisible()
  await look(a, 'staff-results')
  await a.getByRole('link', { name: names.plan }).click()
  await expect(row(a, wang.name)).toContainText('95')
  await a.getByRole('button', { name: '复核', exact: true }).click()
  await say(a, '确认复核')
  await a.getByRole('button', { name: '发布', exact: true }).click()
  await say(a, '确认发布')
  await expect(a.getByRole('alert').filter({ hasText: /另一|他人|同一|本人/ }), 'who checked does not release').toBeVisible()

  const b = await world.desk('exam2')
  await b.goto(a.url())
  await b.getByRole('button', { name: '发布', exact: true }).click()
  await say(b, '确认发布')
  await expect(b.getByRole('heading', { name: names.plan })).toContainText('已发布')
  await look(b, 'staff-result')

  await page.reload()
  const card = page.getByRole('article', { name: names.plan })
  await expect(card).toContainText('95')
  await expect(card).toContainText('86.5')
  await expect(card).toContainText('合格')
  await look(page, 'learner-results')
  await expectChat(page, '小王', /成绩/)
}
