// The standard from an empty occupation to tables that a file filled: errors
// shown where they are, differences before the commit, versions afterwards.
import { expect, test, type Page } from '@playwright/test'
import { workbook } from './acts/workbook'
import { look, sitDown } from './stage'

const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const weights = (tools: string) => [
  ['模具工国家职业技能标准 理论知识权重表', '', '', ''],
  ['项目', '', '四级/中级工（%）', '三级/高级工（%）'],
  ['基本要求', '职业道德', '5', '5'],
  ['', '基础知识', '25', '20'],
  ['相关知识要求', '模具制造', tools, '45'],
  ['', '模具试模与维修', '—', '30'],
  ['合计', '', '100', '100'],
]
const elements = (last: string) => [
  ['模具工四级理论知识鉴定要素细目表'],
  ['一级代码', '一级范围', '一级比重', '二级代码', '二级范围', '二级比重', '鉴定点代码', '鉴定点', '重要程度'],
  ['A', '基本要求', '30', 'A', '职业道德', '5', '001', '职业守则', 'X'],
  ['', '', '', 'B', '基础知识', '25', '001', '机械制图', 'X'],
  ['B', '相关知识要求', '70', 'A', '模具制造', '70', '001', '电火花加工', 'X'],
  ['', '', '', '', '', '', '002', last, 'Y'],
]

async function upload(page: Page, name: string, rows: string[][]): Promise<void> {
  await page.locator('input[aria-label="选择表格文件"]').setInputFiles({ name, mimeType: sheet, buffer: workbook(rows) })
  await page.getByRole('button', { name: '上传并预览' }).click()
}

async function commit(page: Page, reason: string): Promise<void> {
  await page.getByRole('textbox', { name: '修改原因' }).fill(reason)
  await page.getByRole('button', { name: '确认导入' }).click()
  await expect(page.getByRole('heading', { name: /^已导入/ })).toBeVisible()
}

async function addLevel(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '给模具工2019年版添加等级' }).click()
  const dialog = page.getByRole('dialog', { name: /添加等级/ })
  await dialog.getByRole('combobox', { name: '等级' }).click({ force: true })
  await page.getByRole('option', { name }).filter({ visible: true }).click()
  await dialog.getByRole('button', { name: '添加' }).click()
  await expect(page.getByRole('link', { name })).toBeVisible()
}

test('a standard is filled from the files of the office', async ({ browser }) => {
  const page = await sitDown(browser, 'bank')
  await page.goto('/staff/standards')
  await page.getByRole('button', { name: '添加职业' }).click()
  await page.getByRole('textbox', { name: '职业名称' }).fill('模具工')
  await page.getByRole('textbox', { name: '职业编码' }).fill('6-18-04-01')
  await page.getByRole('dialog').getByRole('button', { name: '添加' }).click()
  await page.getByRole('textbox', { name: '搜索' }).fill('模具')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: '添加标准版本' }).click()
  await page.getByRole('textbox', { name: '版本名称' }).fill('2019年版')
  await page.getByRole('dialog').getByRole('button', { name: '添加' }).click()
  for (const name of ['四级/中级工', '三级/高级工']) await addLevel(page, name)
  await expect(page.getByText('开设四级、三级')).toBeVisible()
  await page.getByRole('link', { name: '四级/中级工' }).click()

  await page.getByRole('button', { name: '导入表格' }).click()
  await look(page, 'staff-standard-import')
  await upload(page, '权重表.xlsx', weights('七十'))
  await expect(page.getByRole('heading', { name: '有 1 处错误，不能导入；请改好文件后重新上传' })).toBeVisible()
  await expect(page.getByRole('row', { name: /第 5 行 C 列/ })).toContainText('“七十”不是数字')
  await expect(page.getByRole('button', { name: '确认导入' })).toHaveCount(0)
  await look(page, 'staff-standard-import-errors')
  await page.getByRole('button', { name: '重新选择文件' }).click()
  await upload(page, '权重表.xlsx', weights('70'))
  await expect(page.getByRole('heading', { name: '将改动 7 处' })).toBeVisible()
  await commit(page, '按 2019 年版国家标准录入')

  await page.getByRole('button', { name: '返回等级' }).click()
  await page.getByRole('button', { name: '导入表格' }).click()
  await upload(page, '细目表.xlsx', elements('线切割加工'))
  await expect(page.getByRole('region', { name: /鉴定点$/ }).getByRole('row', { name: /线切割加工/ })).toContainText('新增')
  await look(page, 'staff-standard-import-preview')
  await commit(page, '录入细目表')
  await page.getByRole('button', { name: '返回等级' }).click()
  await page.getByRole('button', { name: '导入表格' }).click()
  await upload(page, '细目表二.xlsx', elements('慢走丝线切割加工'))
  await expect(page.getByRole('row', { name: /慢走丝线切割加工/ })).toContainText('改名')
  await commit(page, '更正名称')

  await page.getByRole('button', { name: '查看版本' }).click()
  await expect(page.getByRole('row', { name: /第 3 版/ })).toContainText('更正名称')
  await look(page, 'staff-standard-versions')
  await page.getByRole('link', { name: '查看第 3 版' }).click()
  await expect(page.getByRole('row', { name: /改名/ })).toContainText('线切割加工')
  await page.getByRole('combobox', { name: '与哪一版比较' }).click({ force: true })
  await page.getByRole('option', { name: '第 1 版' }).filter({ visible: true }).click()
  await expect(page.getByRole('region', { name: /鉴定点$/ }).getByRole('row')).toHaveCount(5)
  await look(page, 'staff-standard-version')
  await page.getByRole('tab', { name: '鉴定要素细目表' }).click()
  await expect(page.getByRole('row', { name: /相关知识要求/ })).toContainText('01:01:00')
  await page.context().close()
})
