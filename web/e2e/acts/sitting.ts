// A sitting in the exam page, mock or real.
import { expect, type Page } from '@playwright/test'
import { look } from '../stage'
import { choose } from './answers'

/** Answers questions from one number to another, the ones named wrongly, and stays at the last. */
export async function answerQuestions(page: Page, from: number, to: number, wrongly: number[] = []): Promise<void> {
  for (let n = from; n <= to; n++) {
    const card = page.getByRole('article', { name: `第 ${n} 题`, exact: true })
    await expect(card.locator('.stem')).toBeVisible()
    await choose(card, !wrongly.includes(n))
    await expect(card.locator('input:checked')).not.toHaveCount(0)
    if (n < to) await page.getByRole('button', { name: '下一题' }).click()
  }
}

/** Hands in at the last question; every answer must be with the server. */
export async function handIn(page: Page, questions: number): Promise<void> {
  await expect(page.getByText('答案已全部保存')).toBeVisible()
  await page.getByRole('navigation', { name: '题目' }).getByRole('button', { name: '交卷' }).click()
  await expect(page.getByText('所有题目都已作答。')).toBeVisible()
  await look(page, 'exam-confirm')
  await page.getByRole('button', { name: '确认交卷' }).click()
  await expect(page.getByRole('heading', { name: '交卷成功' })).toBeVisible()
  await expect(page.getByText(`${questions} 题，共 ${questions} 题`)).toBeVisible()
}
