// Acts 6 and 7: question bank and paper.
import { expect, type Page } from '@playwright/test'
import { look } from '../stage'
import { names, row, say, type World } from './world'
import { workbook } from './workbook'

const header = ['题型', '题干', '选项A', '选项B', '选项C', '选项D', '选项E', '答案', '解析', '难度', '鉴定点', '出处', '题库', '图片', '试题编号']
const stem = '车床主轴箱内的润滑油应当（　　）更换。'
/** Questions of the workbook that are right. */
export const imported = [
  ['单选题', stem, '按规定周期', '每加工一件', '听到异响以后', '从不', '', 'A', '按说明书规定的周期更换，才能保证主轴轴承的润滑。', '2', 'A-A-A-001', '行程测试', '练习', '', 'E2E01'],
  ['多选题', '下列属于车工个人防护用品的有（　　）。', '工作服', '防护眼镜', '手套', '工作帽', '', 'ABD', '操作车床时不得戴手套，以免卷入。', '2', 'A-A-A-002', '行程测试', '练习', '', 'E2E02'],
  ['判断题', '车床运转时可以用手清除切屑。', '', '', '', '', '', '错误', '必须停机后用钩子清除切屑。', '1', 'A-A-A-001', '行程测试', '练习', '', 'E2E03'],
]
export const faulty = ['单选题', '这一行的答案不在选项里。', '甲', '乙', '丙', '丁', '', 'F', '', '2', 'A-A-A-001', '行程测试', '练习', '', 'E2E04']

export async function chooseLevel(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: '职业等级' }).first().click()
  await page.getByRole('option', { name: names.level }).first().click()
}

/** The file picked on the import page, sent, and its preview. */
export async function upload(page: Page, rows: string[][]): Promise<void> {
  await page.goto('/staff/questions/transfer')
  await chooseLevel(page)
  await page.locator('input[aria-label="选择试题文件"]').setInputFiles({ name: '试题.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: workbook([header, ...rows]) })
  await look(page, 'staff-import')
  await page.getByRole('button', { name: '上传并预览' }).click()
  await expect(page.getByRole('heading', { name: /^共 \d+ 道/ })).toBeVisible()
}

/** The standard with its tables; a workbook with one wrong row; search; a new version; approval by a second person. */
export async function bank(world: World): Promise<void> {
  const page = await world.desk('bank')
  await page.goto('/staff/standards')
  await look(page, 'staff-standards')
  await page.getByRole('row', { name: names.level }).getByRole('link', { name: /四级|中级/ }).first().click()
  await expect(page.getByRole('cell', { name: '职业道德' }).first()).toBeVisible()
  await look(page, 'staff-level-weights')
  await page.getByRole('tab', { name: '技能权重表' }).click()
  await look(page, 'staff-level-skill')
  await page.getByRole('tab', { name: '鉴定点' }).click()
  await expect(page.getByText('A-A-A').first()).toBeVisible()
  await look(page, 'staff-level-elements')

  await upload(page, [...imported, faulty])
  await expect(page.getByRole('heading', { name: '共 4 道：3 道可导入，1 道有错误，0 道题库中已有' })).toBeVisible()
  await expect(row(page, '这一行的答案不在选项里')).toContainText('有错误')
  await expect(page.getByRole('button', { name: '导入 3 道试题' }), 'a wrong row is not passed over in silence').toBeDisabled()
  await page.getByText('只导入没有错误的 3 道', { exact: true }).click()
  await page.getByText('导入后直接提交审核', { exact: true }).click()
  await look(page, 'staff-import-preview')
  await page.getByRole('button', { name: '导入 3 道试题' }).click()
  await expect(page.getByRole('heading', { name: '导入完成：新增 3 道试题' })).toBeVisible()
  await look(page, 'staff-import-result')

  await page.getByRole('button', { name: '查看这些试题' }).click()
  await expect(page.getByRole('link', { name: '车床主轴箱内的润滑油' })).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(4)
  const list = page.url()
  await look(page, 'staff-questions')
  await page.getByRole('textbox', { name: '搜索' }).fill('主轴箱内的润滑油')
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('link', { name: '车床主轴箱内的润滑油' }).click()
  await expect(page.getByText('第 1 版').first()).toBeVisible()
  await page.getByRole('link', { name: '修改' }).click()
  await page.getByRole('textbox', { name: '解析', exact: true }).fill('按说明书规定的周期更换；油标看不到油时也要及时补充。')
  await page.getByLabel('修改原因').fill('补充解析')
  await look(page, 'staff-question-edit')
  await page.getByRole('button', { name: '保存并提交审核' }).click()
  await expect(page.getByText('第 2 版').first()).toBeVisible()
  await expect(page.getByText('补充解析').first()).toBeVisible()
  await look(page, 'staff-question')
  await approve(world, list)
  await page.goto('/staff/questions/health')
  await chooseLevel(page)
  await expect(page.getByRole('heading', { name: '覆盖图' })).toBeVisible()
  await look(page, 'staff-health')
}

/** Who wrote questions does not approve them. */
async function approve(world: World, list: string): Promise<void> {
  const page = await world.desk('bank2')
  await page.goto(list)
  await expect(page.getByRole('row')).toHaveCount(4)
  await page.getByRole('table').locator('thead .el-checkbox').first().click()
  await page.getByRole('toolbar', { name: '批量操作' }).getByRole('button', { name: '审核通过并启用' }).click()
  await say(page, '通过')
  await expect(row(page, '使用中')).toHaveCount(3)
  await look(page, 'staff-questions-approved')
}

/** A blueprint for 20 questions, checked, frozen as a form whose sheet agrees with the table. */
export async function paper(world: World): Promise<void> {
  const page = await world.desk('bank')
  await page.goto('/staff/blueprints')
  await look(page, 'staff-blueprints')
  await page.getByRole('button', { name: '新建蓝图' }).click()
  await chooseLevel(page)
  await page.getByRole('textbox', { name: '名称' }).fill(names.blueprint)
  await page.getByRole('button', { name: '套用常用题型组合' }).click()
  await page.getByRole('menuitem', { name: /单选 16 题/ }).click()
  await page.getByRole('spinbutton', { name: '时长' }).fill('30')
  await page.keyboard.press('Tab')
  await expect(page.getByText('可以组卷：题库够用，各行分值与权重表一致。')).toBeVisible()
  await look(page, 'staff-blueprint-new')
  await page.getByRole('button', { name: '保存蓝图' }).click()
  await expect(page.getByRole('heading', { name: names.blueprint })).toContainText('可以组卷')
  await page.getByRole('button', { name: '生成试卷' }).click()
  await say(page, '生成')
  await expect(page.getByRole('link', { name: /查看试卷/ })).toBeVisible()
  await look(page, 'staff-blueprint')
  await page.getByRole('link', { name: /查看试卷/ }).click()
  await expect(page.getByRole('article', { name: '试卷' })).toContainText('20.')
  await look(page, 'staff-paper')
  await page.getByText('双向细目', { exact: true }).click()
  await expect(page.getByText('各行分值与权重表一致。')).toBeVisible()
  await look(page, 'staff-paper-conformity')

  // Whoever made a form cannot approve it; until a second person has, no exam lists it.
  const approval = page.getByRole('region', { name: '审批' })
  await expect(approval).toContainText('待审批')
  await expect(approval.getByRole('button', { name: '审批通过' })).toHaveCount(0)
  const second = await world.desk('bank2')
  await second.goto(new URL(page.url()).pathname)
  await second.getByRole('button', { name: '审批通过' }).click()
  await say(second, '审批通过')
  await expect(second.getByRole('region', { name: '审批' })).toContainText('已通过')
  await look(second, 'staff-paper-approved')
  await second.getByRole('button', { name: '打印' }).or(second.getByRole('link', { name: '打印' })).click()
  await expect(second.getByRole('article', { name: '答题卡' })).toBeVisible()
  await look(second, 'staff-paper-print')
}
