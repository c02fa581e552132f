import type { Page } from '@playwright/test'
import { expect, test } from './harness/test.ts'

const WORD = 'x'.repeat(119)
const LINK = `https://example.org/${'y'.repeat(100)}`
const NARROW = { viewport: { width: 320, height: 640 } }

/** What is typed into a field: as long a word as it takes. */
async function fillAll(page: Page): Promise<void> {
  for (const field of await page.locator('main form').locator('input:not([type]), textarea').all()) {
    const max = Number((await field.getAttribute('maxlength')) ?? WORD.length)
    await field.fill(WORD.slice(0, Math.min(max, WORD.length)))
  }
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const width = await page.evaluate(() => document.scrollingElement?.scrollWidth ?? Infinity)
  expect(width, page.url()).toBeLessThanOrEqual(320)
}

test('no page of the event site scrolls sideways, whatever people typed into its forms', async ({
  newPerson,
  system,
}) => {
  const page = await newPerson(NARROW)
  const email = `${'e'.repeat(60)}@${'d'.repeat(50)}.example.org`
  await page.goto(`${system.urls.site}/sign-up`)
  await fillAll(page)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('tandem kiosk violet')
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Confirm your e-mail' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await page.goto(`${system.urls.site}/mailbox?address=${encodeURIComponent(email)}`)
  await expect(page.getByRole('article').first()).toBeVisible()
  await expectNoSidewaysScroll(page)
  await page.getByRole('article').getByRole('link').first().click()
  await page.getByRole('button', { name: 'Yes, confirm it' }).click()
  await expect(page.getByText('Confirm your e-mail')).toHaveCount(0)

  await page.goto(`${system.urls.site}/events/new`)
  await fillAll(page)
  await page.getByLabel('Description').fill(`${LINK}\n\n${WORD}`)
  await page.getByLabel('Starts').fill('2030-06-13T20:00')
  await page.getByText('More dates').click()
  await page.getByRole('button', { name: 'Add a date' }).click()
  await expect(page.getByLabel('Date 2 starts')).toHaveValue('2030-06-20T20:00')
  await page.getByLabel('Phone').fill('1'.repeat(40))
  await page.getByLabel('Website').fill(LINK)
  await page.getByLabel('E-mail for questions').fill(email)
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'Create event' }).click()
  await expect(page.getByRole('heading', { level: 1, name: WORD })).toBeVisible()
  await expect(page.getByRole('link', { name: LINK })).toHaveAttribute('rel', 'nofollow ugc noopener')
  await expectNoSidewaysScroll(page)
  const event = new URL(page.url()).pathname
  for (const path of [`${event}/edit`, `${event}/ticketing`, '/my-events', '/team', '/account', '/']) {
    await page.goto(system.urls.site + path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoSidewaysScroll(page)
  }
  await page.goto(`${system.urls.site}/team`)
  await page.getByLabel('Their e-mail').fill(email.replace('e', 'f'))
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await expect(page.getByText('The invitation is on its way')).toBeVisible()
  await expectNoSidewaysScroll(page)
})
