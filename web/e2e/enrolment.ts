// Steps of enrolment that journeys walk: programme and poster, application,
// review. Each begins on the page of the person named and ends when the page
// says that it is done.
import { expect, type Page } from '@playwright/test'
import { look, smsCode } from './stage'

export interface Person {
  name: string
  phone: string
  idNumber: string
  /** Files to send in place of drawn ones: the photo, and documents by their name. */
  photo?: string
  documents?: Record<string, string>
}

/** A valid number of somebody who does not exist, in the area of Pinghu; serials up to nine million give different ones. */
export function idNumber(serial: number): string {
  const born = new Date(Date.UTC(1970, 0, 1 + (Math.floor(serial / 1000) % 9000))).toISOString().slice(0, 10).replaceAll('-', '')
  const first = '330482' + born + String(serial % 1000).padStart(3, '0')
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((s, w, i) => s + w * Number(first[i]), 0)
  return first + '10X98765432'[sum % 11]
}

/** A picture as a phone would take it, drawn in the page's own canvas. */
export async function drawn(page: Page, width: number, height: number, words: string): Promise<Buffer> {
  const url = await page.evaluate(
    ([w, h, text]) => {
      const canvas = document.createElement('canvas')
      canvas.width = w as number
      canvas.height = h as number
      const pen = canvas.getContext('2d')!
      pen.fillStyle = '#fff'
      pen.fillRect(0, 0, canvas.width, canvas.height)
      for (let i = 0; i < 3000; i++) {
        pen.fillStyle = `hsl(${(i * 47) % 360} 40% 88%)`
        pen.fillRect((i * 131) % canvas.width, (i * 197) % canvas.height, 6, 6)
      }
      pen.fillStyle = '#345'
      pen.font = `${Math.round(canvas.height / 12)}px sans-serif`
      pen.fillText(text as string, canvas.width / 12, canvas.height / 2)
      return canvas.toDataURL('image/jpeg', 0.92)
    },
    [width, height, words] as const,
  )
  return Buffer.from(url.split(',')[1]!, 'base64')
}

const jpeg = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer })

/** The registrar makes a programme, opens it and prints a poster; gives the programme's page of the learner app. */
export async function openProgramme(page: Page, title: string, level: RegExp): Promise<{ path: string; qr: Buffer }> {
  await page.goto('/staff/programmes')
  await page.getByRole('button', { name: '新建项目' }).click()
  await page.getByLabel('项目名称').fill(title)
  await page.getByRole('combobox', { name: '职业等级' }).click()
  await page.getByRole('option', { name: level }).first().click()
  await page.getByLabel('项目介绍').fill('周末上课，地点在学院实训楼。')
  await look(page, 'staff-programme-new')
  await page.getByRole('button', { name: '建立项目' }).click()
  await page.getByRole('button', { name: '开放报名' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '开放', exact: true }).click()
  await expect(page.getByRole('button', { name: '关闭报名' })).toBeVisible()
  const address = await page.getByText(/\/programmes\/[a-z0-9]{16,}/).textContent()
  await page.getByRole('button', { name: '新建海报' }).click()
  await page.getByLabel('投放渠道').fill('开发区宣传栏')
  await page.getByRole('button', { name: '生成海报' }).click()
  await page.getByRole('link', { name: '查看并打印' }).click()
  const code = page.getByRole('img', { name: '报名二维码' })
  await expect(code).toBeVisible()
  await look(page, 'staff-poster')
  const qr = await page.request.get((await code.getAttribute('src'))!)
  await page.getByRole('button', { name: '返回项目' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await look(page, 'staff-programme')
  return { path: new URL(address!).pathname, qr: await qr.body() }
}

/** A visitor of the programme's page signs in by phone and comes to their application. */
export async function beginApplication(page: Page, path: string, person: Person): Promise<void> {
  await page.goto(path)
  await page.getByRole('button', { name: '我要报名' }).click()
  await page.getByLabel('手机号').fill(person.phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByLabel('验证码').fill(await smsCode(page, person.phone))
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByLabel('姓名')).toBeVisible()
}

/** Fills in all four steps and hands the application in. */
export async function fillApplication(page: Page, person: Person): Promise<void> {
  await page.getByLabel('姓名').fill(person.name)
  await page.getByLabel('证件号码').fill(person.idNumber.slice(0, 17) + (person.idNumber.endsWith('1') ? '2' : '1'))
  await expect(page.getByText('证件号码有误')).toBeVisible()
  await page.getByLabel('证件号码').fill(person.idNumber)
  await expect(page.getByText('取自证件号码')).toBeVisible()
  await page.getByLabel('民族').selectOption('汉族')
  await page.getByLabel('文化程度').selectOption({ label: '技工学校' })
  await page.getByLabel('考生来源').selectOption({ label: '企业' })
  await page.getByLabel('工作单位').fill('平湖示例机械')
  await page.getByLabel('从业年限').fill('6')
  await page.getByLabel('通讯地址').fill('浙江省平湖市示例路 1 号')
  await page.getByRole('radio').first().click()
  await expect(page.getByText('已自动保存')).toBeVisible()
  await look(page, 'learner-apply-1')
  await page.reload()
  await expect(page.getByLabel('工作单位')).toHaveValue('平湖示例机械')

  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('选择照片').setInputFiles(person.photo ?? jpeg('证件照.jpg', await drawn(page, 900, 1200, person.name)))
  await expect(page.getByRole('img', { name: '我的证件照' })).toBeVisible()
  await look(page, 'learner-apply-2')

  await page.getByRole('button', { name: '下一步' }).click()
  for (const side of ['身份证人像面', '身份证国徽面']) {
    const file = person.documents?.[side]
    await page.getByLabel(`选择${side}`).setInputFiles(file ?? jpeg(`${side}.jpg`, await drawn(page, 1600, 1000, `${side}（样本）`)))
    await expect(page.getByRole('region', { name: side }).getByRole('img')).toBeVisible()
  }
  await look(page, 'learner-apply-3')

  await page.getByRole('button', { name: '下一步' }).click()
  await agree(page)
  await look(page, 'learner-apply-4')
  await page.getByRole('button', { name: '提交报名' }).click()
  await expect(page.getByRole('heading', { name: '已提交，等待审核' })).toBeVisible()
  await look(page, 'learner-submitted')
}

async function agree(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: /诚信承诺书/ }).click()
  await page.getByRole('checkbox', { name: /个人信息处理同意书/ }).click()
}

async function takeNext(page: Page, name: string): Promise<void> {
  await page.goto('/staff/reviews')
  await expect(page.getByRole('link', { name })).toBeVisible()
  await look(page, 'staff-reviews')
  await page.getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible()
}

/** The reviewer returns one document. */
export async function returnDocument(page: Page, name: string): Promise<void> {
  await takeNext(page, name)
  await page.getByRole('button', { name: '显示完整证件号码和电话' }).click()
  await expect(page.getByText('完整号码已显示')).toBeVisible()
  const item = page.getByRole('region', { name: '身份证人像面' })
  await item.getByText('退回', { exact: true }).click()
  await item.getByRole('button', { name: '照片模糊，请重新拍摄' }).click()
  await look(page, 'staff-desk')
  await page.keyboard.press('r')
  await page.getByRole('dialog').getByRole('button', { name: '退回', exact: true }).click()
  await expect(page.getByText('已退回修改')).toBeVisible()
}

/** The trainee mends what was returned and hands in again. */
export async function mendApplication(page: Page): Promise<void> {
  await page.goto('/me/applications')
  await page.getByRole('link', { name: /需修改/ }).click()
  await expect(page.getByRole('heading', { name: '报名需要修改' })).toBeVisible()
  await expect(page.getByText('退回原因：照片模糊，请重新拍摄')).toBeVisible()
  await expect(page.getByLabel('姓名')).toHaveCount(0)
  await page.getByLabel('选择身份证人像面').setInputFiles(jpeg('重拍.jpg', await drawn(page, 1600, 1000, '重拍（样本）')))
  await expect(page.getByRole('img', { name: '重拍.jpg' })).toBeVisible()
  const pages = page.getByRole('region', { name: '身份证人像面', exact: true }).getByRole('img')
  await expect(pages).toHaveCount(2)
  await page.getByRole('button', { name: /^删除 / }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await expect(pages).toHaveCount(1)
  await look(page, 'learner-mend')
  await agree(page)
  await page.getByRole('button', { name: '重新提交' }).click()
  await expect(page.getByRole('heading', { name: '已提交，等待审核' })).toBeVisible()
}

/** The reviewer approves by keyboard. */
export async function approve(page: Page, name: string): Promise<void> {
  await takeNext(page, name)
  await expect(page.getByText('已修改').or(page.getByRole('button', { name: /通过/ })).first()).toBeVisible()
  await look(page, 'staff-desk-again')
  await page.keyboard.press('a')
  await expect(page.getByText('已通过', { exact: true })).toBeVisible()
}
