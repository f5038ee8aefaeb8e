// What is right, read from the question files of the demo data: pages show
// options in any order, so that an answer is known by its words.
import { readFileSync } from 'node:fs'
import { expect, type Locator } from '@playwright/test'
import { imported } from './bank'
import { seed } from './world'

const plain = (text: string) => text.replace(/[\s　]/g, '')
const known = new Map<string, string[]>()

/** Adds a question of a workbook: 题型, 题干, 选项A to E, 答案, … */
function learnAnswer(columns: string[]): void {
  const [type, stem, ...rest] = columns as [string, string, ...string[]]
  const key = rest[5]!
  known.set(plain(stem), type === '判断题' ? [/正确|对|T/.test(key) ? '正确' : '错误'] : [...key].map((letter) => rest[letter.charCodeAt(0) - 65]!))
}

for (const line of readFileSync(seed('questions/lathe.csv'), 'utf8').split(/\r?\n/).slice(1)) {
  if (line.trim()) learnAnswer(line.split(','))
}
imported.forEach(learnAnswer)

/** The options of the question on show: `box` holds a stem and labels of options. */
export async function choose(box: Locator, right: boolean): Promise<void> {
  const stem = plain(await box.locator('.stem').innerText())
  const answer = known.get(stem)
  expect(answer, `an answer to: ${stem}`).toBeDefined()
  const options = box.locator('label.option')
  const words = await options.locator('.text').allInnerTexts()
  const good = words.map((w) => answer!.map(plain).includes(plain(w)))
  expect(good.filter(Boolean).length, `the right options of: ${stem}`).toBe(answer!.length)
  const chosen = right ? good.flatMap((g, i) => (g ? [i] : [])) : [good.indexOf(false)]
  // One wrong option alone is a wrong answer to a question of any type.
  for (const i of chosen) await options.nth(i).click()
}
