// From a poster to an approved application, with a return on the way.
import { expect, test, type Page } from '@playwright/test'
import { approve, beginApplication, fillApplication, idNumber, mendApplication, openProgramme, returnDocument } from './enrolment'
import { fitsTheScreen, holdPhone, phone, shot, sitDown, smallPhone } from './stage'

/** A level to offer, made when the demo has none. */
async function anyLevel(admin: Page): Promise<void> {
  const there = (await (await admin.request.get('/api/levels')).json()) as { total: number }
  if (there.total > 0) return
  const make = async (path: string, data: object) => (await (await admin.request.post(path, { data })).json()) as { id: string }
  const occupation = await make('/api/occupations', { code: '6-18-01-01', catalogueEdition: '2022', name: '车工' })
  const edition = await make(`/api/occupations/${occupation.id}/editions`, { name: '2018年版', source: '示例', sample: true })
  await make(`/api/standard-editions/${edition.id}/levels`, { track: '数控车床', code: '4', theoryMinutes: 90, skillMinutes: 300 })
}

for (const [name, size] of Object.entries({ phone, smallPhone })) {
  test(`enrolment from the poster to the approval on a ${name}`, async ({ browser }) => {
    const admin = await sitDown(browser, 'admin')
    await anyLevel(admin)
    await admin.context().close()

    const now = Date.now()
    const person = { name: `周晓${'甲乙丙丁戊己庚辛壬癸'[now % 10]}`, phone: `139${String(now).slice(-8)}`, idNumber: idNumber(now % 9_000_000) }
    const registrar = await sitDown(browser, 'registrar')
    const programme = await openProgramme(registrar, `数控车工技能提升培训 ${now}`, /车工/)

    const context = await holdPhone(browser, size)
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (e) => faults.push(e.message))
    await beginApplication(page, programme.path, person)
    await fillApplication(page, person)
    await returnDocument(registrar, person.name)
    await mendApplication(page)
    await approve(registrar, person.name)
    await page.reload()
    await expect(page.getByRole('heading', { name: '审核通过' })).toBeVisible()
    await fitsTheScreen(page)
    await shot(page, `learner-approved-${name}`)
    await page.goto('/me/notices')
    await expect(page.getByText('报名审核通过').first()).toBeVisible()
    expect(faults).toEqual([])
    await context.close()
    await registrar.context().close()
  })
}
