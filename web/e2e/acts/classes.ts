// Acts 4 and 5: class assignment and learning.
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { look, simulator } from '../stage'
import { expectChat } from './enrol'
import { names, say, seed, wang, type World } from './world'

const files = [
  { file: 'chuck-key.mp4', title: '卡盘钥匙的正确使用' },
  { file: 'lathe-start-check.pdf', title: '开机前检查' },
  { file: 'lathe-parts.png', title: '车床各部分名称' },
]

/** A day in China, some days from now. */
const day = (days: number) => new Date(Date.now() + 8 * 3600_000 + days * 86_400_000).toISOString().slice(0, 10)

async function createClass(page: Page, programme: string, name: string, capacity: number): Promise<void> {
  await page.goto('/staff/classes')
  const waiting = page.getByRole('region', { name: '等待分班' }).getByRole('listitem').filter({ hasText: programme })
  await waiting.getByRole('button', { name: '新建班级' }).click()
  await page.getByLabel('班级名称').fill(name)
  await page.getByRole('spinbutton', { name: '人数上限' }).fill(String(capacity))
  await page.getByRole('combobox', { name: '班主任' }).click()
  await page.getByRole('option', { name: '周建国' }).click()
  for (const [label, days] of [['开班日期', 0], ['结束日期', 30]] as const) {
    await page.getByRole('combobox', { name: label }).fill(day(days))
    await page.keyboard.press('Enter')
  }
  await page.getByLabel('上课地点').fill('实训楼 A302')
  await page.getByRole('button', { name: '建立班级' }).click()
  await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible()
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()

/** By hand for the journey's class; automatically, with one who must stay behind, for another. */
export async function assignClass(world: World): Promise<void> {
  const registrar = await world.desk('registrar')
  await createClass(registrar, names.programme, names.class, 20)
  await registrar.getByRole('button', { name: '添加学员' }).click()
  await registrar.getByRole('dialog').getByRole('row', { name: wang.name }).locator('.el-checkbox').click()
  await registrar.getByRole('button', { name: '添加 1 人' }).click()
  await expect(registrar.getByRole('row', { name: wang.name })).toBeVisible()
  await look(registrar, 'staff-class-members')

  await tab(registrar, '课表')
  await registrar.getByRole('button', { name: '添加课程' }).click()
  await registrar.getByLabel('课程名称').fill('安全文明生产')
  await say(registrar, '保存')
  await expect(registrar.getByRole('row', { name: /安全文明生产/ })).toBeVisible()
  await look(registrar, 'staff-class-lessons')

  await tab(registrar, '群二维码')
  const state = (await (await registrar.request.get(`${simulator}/sim/api/state`)).json()) as { codes: { image: string }[] }
  const picture = await registrar.request.get(new URL(state.codes[0]!.image, simulator).href)
  await registrar.getByLabel('群二维码图片文件').setInputFiles({ name: '群.png', mimeType: 'image/png', buffer: await picture.body() })
  await expect(registrar.getByRole('img', { name: '班级群二维码' })).toBeVisible()
  await look(registrar, 'staff-class-group')

  await tab(registrar, '发布')
  await look(registrar, 'staff-class-publish')
  await registrar.getByRole('button', { name: '发布班级' }).click()
  await say(registrar, '发布')
  await expect(registrar.getByText(/全部学员都已收到最新的安排/)).toBeVisible()

  await tab(registrar, '成员')
  const download = registrar.waitForEvent('download')
  await registrar.getByRole('button', { name: '下载名册' }).click()
  const roster = await download
  expect(roster.suggestedFilename()).toMatch(/\.xlsx$/)
  expect((await readFile(await roster.path())).subarray(0, 2).toString(), 'a workbook is a zip').toBe('PK')

  await fillAutomatically(registrar)
  await seesClass(await world.trainee())
}

async function fillAutomatically(registrar: Page): Promise<void> {
  const programme = '电工四级（中级工）认定培训班'
  await createClass(registrar, programme, '电工四级 1 班', 1)
  await registrar.goto('/staff/classes')
  await look(registrar, 'staff-classes')
  await registrar.getByRole('region', { name: '等待分班' }).getByRole('listitem').filter({ hasText: programme }).getByRole('button', { name: '自动分班' }).click()
  await registrar.locator('.el-checkbox').filter({ hasText: '电工四级 1 班' }).click()
  await registrar.getByRole('button', { name: '预览分班结果' }).click()
  await expect(registrar.getByText('所选班级名额已满').first()).toBeVisible()
  await look(registrar, 'staff-class-fill')
  await registrar.getByRole('button', { name: '确认分班 1 人' }).click()
  await expect(registrar.getByText(/· 1 \/ 1 人/)).toBeVisible()
}

async function seesClass(page: Page): Promise<void> {
  await page.goto('/me/classes')
  await look(page, 'learner-classes')
  await page.getByRole('link', { name: new RegExp(names.class) }).click()
  await expect(page.getByRole('region', { name: '课表' })).toContainText('安全文明生产')
  const code = page.getByRole('img', { name: '班级群二维码' })
  await expect.poll(() => code.evaluate((e: HTMLImageElement) => e.naturalWidth)).toBeGreaterThan(100)
  await look(page, 'learner-class')
  await expectChat(page, '小王', new RegExp(names.class))
}

/** A video, a PDF and a picture; what was learnt stays after a reload and shows to the teacher. */
export async function learn(world: World): Promise<void> {
  const teacher = await world.desk('teacher')
  await teacher.goto('/staff/classes')
  await teacher.getByRole('link', { name: names.class }).click()
  await tab(teacher, '学习资料')
  for (const { file, title } of files) {
    await teacher.getByRole('button', { name: '上传资料' }).click()
    await teacher.getByLabel('资料文件').setInputFiles(seed(`resources/${file}`))
    await teacher.getByRole('textbox', { name: '资料名称' }).fill(title)
    await teacher.getByRole('dialog').getByRole('button', { name: '上传', exact: true }).click()
    await expect(teacher.getByRole('row', { name: new RegExp(title) })).toBeVisible()
    await expect(teacher.getByRole('dialog')).toBeHidden()
  }
  await look(teacher, 'staff-class-resources')

  const page = await world.trainee()
  await page.goto('/study')
  await expect(page.getByText('已完成 0 / 3')).toBeVisible()
  await look(page, 'learner-study')
  await watchVideo(page)
  await readPDF(page)
  await seePicture(page)
  await page.goto('/study')
  await expect(page.getByText('已完成 3 / 3')).toBeVisible()
  await look(page, 'learner-study-done')

  await tab(teacher, '学习进度')
  await expect(teacher.getByRole('row', { name: new RegExp(`${wang.name}.*3 / 3`) })).toBeVisible()
  await look(teacher, 'staff-class-progress')
}

async function watchVideo(page: Page): Promise<void> {
  await page.goto('/study')
  await page.getByRole('link', { name: new RegExp(files[0]!.title) }).click()
  await page.getByRole('button', { name: '播放' }).click()
  const video = page.locator('video')
  await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.currentTime)).toBeGreaterThan(3)
  await video.evaluate((v: HTMLVideoElement) => v.pause())
  await expect(page.getByRole('status')).toHaveText(/已学 \d+%/)
  await look(page, 'learner-video')
  await page.reload()
  await expect(page.getByRole('status'), 'what was watched is kept').toHaveText(/已学 \d+%/)
  await page.getByRole('button', { name: /从 .*继续播放/ }).click()
  await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.currentTime), 'goes on where it was').toBeGreaterThan(2)
  await expect(page.getByRole('status')).toHaveText('已完成', { timeout: 40_000 })
}

async function readPDF(page: Page): Promise<void> {
  await page.goto('/study')
  await page.getByRole('link', { name: new RegExp(files[1]!.title) }).click()
  const first = page.getByRole('img', { name: '第 1 页' })
  await expect.poll(() => first.locator('canvas').evaluate((c: HTMLCanvasElement) => c.width), 'the page is drawn').toBeGreaterThan(300)
  await look(page, 'learner-pdf')
  const last = page.locator('[data-page]').last()
  await last.evaluate((e) => e.scrollIntoView({ block: 'end' }))
  await expect(page.getByText('已完成', { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByText('已完成', { exact: true })).toBeVisible()
}

async function seePicture(page: Page): Promise<void> {
  await page.goto('/study')
  await page.getByRole('link', { name: new RegExp(files[2]!.title) }).click()
  await expect(page.getByText('已完成', { exact: true })).toBeVisible()
  await look(page, 'learner-picture')
}
