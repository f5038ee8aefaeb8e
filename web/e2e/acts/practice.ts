// Acts 8 and 9: practice with the wrong book, and the mock exam.
import { expect, type Page } from '@playwright/test'
import { desk, look, phone } from '../stage'
import { choose } from './answers'
import { answerQuestions, handIn } from './sitting'
import { row, say, wang, type World } from './world'

async function drillOne(page: Page, number: number, right: boolean): Promise<void> {
  const card = page.getByRole('article', { name: `第 ${number} 题`, exact: true })
  await expect(card.locator('.stem')).toBeVisible()
  await choose(card, right)
  await card.getByRole('button', { name: '提交答案' }).click()
  await expect(card.getByText(right ? '回答正确' : '回答错误')).toBeVisible()
  await expect(card.getByText('正确答案：')).toBeVisible()
  await expect(card.getByText('解析', { exact: true })).toBeVisible()
}

/** Drills with right and wrong answers; the wrong book fills and is emptied, by hand and by two right answers. */
export async function practise(world: World): Promise<void> {
  const page = await world.trainee()
  await page.goto('/practice')
  await look(page, 'learner-practice')
  await page.getByRole('button', { name: /顺序练习/ }).click()
  await drillOne(page, 1, false)
  await look(page, 'learner-drill-wrong')
  await page.getByRole('button', { name: '下一题' }).click()
  await drillOne(page, 2, false)
  await page.getByRole('button', { name: '下一题' }).click()
  await drillOne(page, 3, true)
  await look(page, 'learner-drill-right')
  await page.getByRole('button', { name: '下一题' }).click()
  await page.reload()
  await expect(page.getByRole('article', { name: '第 4 题' }), 'the place is kept').toBeVisible()

  await page.goto('/practice')
  await expect(page.getByText('继续第 4 题')).toBeVisible()
  await page.getByRole('button', { name: '随机 20 题' }).click()
  await drillOne(page, 1, true)

  await page.goto('/practice/wrong')
  await expect(page.getByText('共 2 题')).toBeVisible()
  await page.getByRole('button', { name: '查看答案和解析' }).first().click()
  await look(page, 'learner-wrong-book')
  await page.getByRole('button', { name: '移出', exact: true }).last().click()
  await say(page, '移出')
  await expect(page.getByText('共 1 题')).toBeVisible()
  await page.getByRole('button', { name: '练习错题' }).click()
  await drillOne(page, 1, true)
  await page.getByRole('button', { name: '完成' }).click()
  await page.getByRole('button', { name: '再练一组' }).click()
  await expect(page.getByRole('dialog', { name: '本组练习' })).toBeHidden()
  await drillOne(page, 1, true)
  await page.goto('/practice/wrong')
  await expect(page.getByText(/错题本是空的/)).toBeVisible()
  await look(page, 'learner-wrong-book-empty')
}

/** A mock exam on the phone, taken up again after a reload; score by row, rank, review. */
export async function mock(world: World): Promise<void> {
  const page = await world.trainee()
  await page.goto('/mocks')
  await look(page, 'learner-mocks')
  await page.getByRole('link', { name: /数控车工四级 快速模拟/ }).click()
  await look(page, 'learner-mock')
  await page.getByRole('button', { name: '开始模拟考试' }).click()
  await answerQuestions(page, 1, 6)
  await expect(page.getByText('答案已全部保存')).toBeVisible()
  await look(page, 'exam-question')
  await page.setViewportSize(desk)
  await expect(page.getByRole('complementary', { name: '答题卡' })).toBeVisible()
  await look(page, 'exam-question-desk')
  await page.setViewportSize(phone)
  await page.reload()
  await page.getByRole('button', { name: '答题卡' }).click()
  await expect(page.getByRole('button', { name: /^第 \d+ 题，已答/ })).toHaveCount(6)
  await look(page, 'exam-sheet')
  await page.getByRole('button', { name: /^第 7 题，未答/ }).click()
  await answerQuestions(page, 7, 20, [17, 18])
  await handIn(page, 20)
  await look(page, 'exam-receipt')

  await page.getByRole('link', { name: '查看模拟考试成绩' }).click()
  const total = page.getByRole('region', { name: '成绩' })
  await expect(total).toContainText('90 分', { timeout: 30_000 })
  await expect(page.getByRole('list', { name: '各部分得分' }).getByRole('listitem').filter({ hasText: '职业道德' })).toBeVisible()
  await look(page, 'learner-mock-result')
  await page.getByRole('link', { name: '逐题回顾' }).or(page.getByRole('button', { name: '逐题回顾' })).click()
  await expect(page.getByText('只看错题（2 / 20）')).toBeVisible()
  await look(page, 'learner-mock-review')
  await page.goBack()
  await expect(total).toContainText('90 分')
  await page.getByRole('link', { name: '排行榜' }).or(page.getByRole('button', { name: '排行榜' })).click()
  await expect(page).toHaveURL(/\/ranking$/)
  // The board is written by a job after the marks.
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(/我排在第 1 名/)).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 20_000 })
  await expect(page.getByRole('table', { name: '排行榜' })).toContainText('90')
  await look(page, 'learner-ranking')
  const staff = await world.desk('exam')
  await staff.goto('/staff/mock-exams')
  await expect(row(staff, '快速模拟').first()).toBeVisible()
  await look(staff, 'staff-mock-exams')
  await row(staff, '数控车工四级 快速模拟').getByRole('link').first().click()
  await expect(row(staff, wang.name)).toContainText('90')
  await look(staff, 'staff-mock-exam')
}
