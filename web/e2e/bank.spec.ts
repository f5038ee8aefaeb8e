// The bank's pages at a PC: a wrong row mended, two answers side by side, a
// batch taken back; the editor with its preview; the heat-map to the missing work.
import { expect, test } from '@playwright/test'
import { chooseLevel, faulty, upload } from './acts/bank'
import { reason, row } from './acts/world'
import { look, sitDown } from './stage'

test.describe.configure({ mode: 'serial' })

const lever = (key: string, ref: string) => ['单选题', '摇动手柄使刀架移动以后，应当（　　）。', '取下手柄', '锁住刀架', '关闭照明', '清点刀具', '', key, '', '2', 'A-A-A-001', '页面测试', '练习', '', ref]

test('a wrong row is mended on its screen, and the batch taken back', async ({ browser }) => {
  const page = await sitDown(browser, 'bank')
  await upload(page, [lever('B', 'UI01'), faulty])
  await row(page, '这一行的答案不在选项里').getByRole('link', { name: '改正' }).click()
  await expect(page.getByRole('region', { name: '检查结果' })).toContainText('选项')
  await page.getByRole('radio', { name: '选项 B 是正确答案' }).check()
  await look(page, 'staff-import-mend')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: '共 2 道：2 道可导入，0 道有错误，0 道题库中已有' })).toBeVisible()
  await page.getByRole('button', { name: '摇动手柄' }).click()
  await expect(page.getByRole('dialog')).toContainText('锁住刀架')
  await look(page, 'staff-import-drawer')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '导入 2 道试题' }).click()
  await expect(page.getByRole('heading', { name: '导入完成：新增 2 道试题' })).toBeVisible()
  const first = page.url()

  await upload(page, [lever('C', 'UI01')])
  await page.getByRole('button', { name: '摇动手柄' }).click()
  const sides = page.getByRole('region', { name: '同一道题，两个答案' })
  await expect(sides).toContainText('题库中的试题')
  await look(page, 'staff-import-conflict')
  await sides.getByRole('button', { name: '题库的对，不导入本行' }).click()
  await expect(page.getByRole('heading', { name: /1 道不导入/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '放弃', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '放弃' }).click()
  await expect(page.getByRole('heading', { name: '以往的导入' })).toBeVisible()

  await page.goto(first)
  await page.getByRole('button', { name: '撤销本次导入' }).click()
  await reason(page, '测试结束', '撤销')
  await expect(page.getByRole('heading', { name: '已撤销本次导入' })).toBeVisible()
  await expect(page.getByText('停用了 2 道试题')).toBeVisible()
  await look(page, 'staff-import-undone')
})

test('a pasted paper and an export', async ({ browser }) => {
  const page = await sitDown(browser, 'bank')
  await page.goto('/staff/questions/transfer')
  await chooseLevel(page)
  await page.getByText('粘贴文本', { exact: true }).click()
  await page.getByRole('textbox', { name: '粘贴文本' }).fill('一、单项选择题\n1. 划线时应当先选（　　）。\nA. 基准  B. 颜色  C. 工具箱  D. 灯光\n2. 锉刀按齿纹分为单齿纹和（　　）。\nA. 双齿纹  B. 无齿纹  C. 圆齿纹  D. 斜面\n答案：1.A 2.A\n')
  await look(page, 'staff-import-paste')
  await page.getByRole('button', { name: '上传并预览' }).click()
  await expect(page.getByRole('heading', { name: /^共 2 道：2 道可导入/ })).toBeVisible()
  await look(page, 'staff-import-pasted')
  await page.getByRole('button', { name: '返回导入导出' }).click()
  await page.getByRole('tab', { name: '导出试题' }).click()
  await expect(page.getByText(/将导出 \d+ 道试题/)).toBeVisible()
  await look(page, 'staff-export')
  const file = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载' }).click()
  expect((await file).suggestedFilename()).toContain('.xlsx')
})

test('the editor shows the question as it is written', async ({ browser }) => {
  const page = await sitDown(browser, 'bank')
  await page.goto('/staff/questions/health')
  await chooseLevel(page)
  await expect(page.getByRole('heading', { name: '覆盖图' })).toBeVisible()
  await look(page, 'staff-heat-map')
  await page.locator('.tile').first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await look(page, 'staff-heat-map-point')
  await page.goto('/staff/questions/new')
  await chooseLevel(page)
  await page.getByRole('textbox', { name: '题干' }).fill('切削速度的计算公式是（　　）。\\(v = \\pi d n\\)')
  await expect(page.getByRole('region', { name: '预览' }).locator('.katex').first()).toBeVisible()
  await look(page, 'staff-editor')
})
