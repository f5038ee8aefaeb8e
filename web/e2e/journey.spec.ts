// The whole journey in one run, from a poster to a verified certificate, each
// step through the real page on the program as a user starts it. The acts build
// on each other; a fresh data folder is expected.
import { expect, test, type Browser } from '@playwright/test'
import { bank, paper } from './acts/bank'
import { assignClass, learn } from './acts/classes'
import { posterAndScan, register, review } from './acts/enrol'
import { planExam, releaseResult, sitExam } from './acts/exam'
import { administer, certify, report } from './acts/outcome'
import { mock, practise } from './acts/practice'
import { World } from './acts/world'

test.describe.configure({ mode: 'serial' })
// Pictures for the trace would take a third of the time.
test.use({ trace: { mode: 'retain-on-failure', screenshots: false, sources: false } })

let world: World
test.beforeAll(({ browser }) => {
  world = new World(browser)
})
test.afterAll(() => world.leave())

const acts: [string, (world: World, browser: Browser) => Promise<void>][] = [
  ['01 poster and scan', posterAndScan],
  ['02 registration and materials', register],
  ['03 review', review],
  ['04 class', assignClass],
  ['05 learning', learn],
  ['06 question bank', bank],
  ['07 paper', paper],
  ['08 practice', practise],
  ['09 mock exam', mock],
  ['10 exam: plan', planExam],
  ['10 exam: sitting', sitExam],
  ['10 exam: result', releaseResult],
  ['11 certificate', certify],
  ['12 office view', report],
  ['13 administration', administer],
]

for (const [name, act] of acts) {
  test(name, async ({ browser }) => {
    await act(world, browser)
    expect(world.faults.splice(0), 'faults of the pages').toEqual([])
  })
}
