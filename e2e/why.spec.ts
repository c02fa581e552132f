import type { Page } from '@playwright/test'
import { signInOn } from './harness/organiser.ts'
import { FAULTS } from './harness/faults.ts'
import { createEventOnSale, type LinkedTestEvent, createLinkedEvent } from './harness/people.ts'
import { startSystem, type System } from './harness/system.ts'
import { expect, test } from './harness/test.ts'

type Subject = Pick<LinkedTestEvent, 'organiser' | 'event'>

async function openWhy(page: Page, system: System, { organiser, event }: Subject): Promise<void> {
  await signInOn(page, system, organiser, `/event/${event.id}/ticketing`)
}

/** The headline names the fault, with one button or link that fixes it. */
async function expectHeadline(page: Page, title: string, fix: string): Promise<void> {
  const headline = page.locator('.headline')
  await expect(headline.getByRole('heading', { level: 2 })).toHaveText(title)
  await expect(headline.getByRole('button').or(headline.getByRole('link'))).toHaveText(fix)
}

test.describe('the report page', () => {
  for (const { fault, cause, title, fix } of FAULTS) {
    test(`shows “${title}” and offers “${fix}” when ${fault}`, async ({ newPerson, system }) => {
      const subject = await cause(system)
      const page = await newPerson()
      await openWhy(page, system, subject)
      await expectHeadline(page, title, fix)
    })
  }

  test('reports that every step works when all is good', async ({ newPerson, system }) => {
    const linked = await createEventOnSale(system)
    await expect
      .poll(async () => {
        const [row] = await system.db('hi-events')`select swept_at from sweeps
          where tuvens_account_id = ${linked.event.accountId}`
        return row?.['swept_at'] ?? null
      })
      .not.toBeNull()
    const page = await newPerson()
    await openWhy(page, system, linked)
    await expect(page.locator('.headline h2')).toHaveText('Ticketing is showing')
    await expect(page.locator('[data-step][data-tone="good"]')).toHaveCount(6)
  })

  test('offers a fix that leads to the ticket system, and follows by itself once the event is published', async ({
    newPerson,
    system,
  }) => {
    const linked = await createLinkedEvent(system)
    const page = await newPerson()
    await openWhy(page, system, linked)
    const other = await page.context().newPage()
    await other.goto(page.url())
    await other.getByRole('button', { name: 'Publish on the ticket system' }).first().click()
    await other.waitForURL(/\/manage\/event\/\d+/)
    const prices = [{ price: 0, initial_quantity_available: 5 }]
    await linked.tickets.addProduct(linked.hiEventId, { title: 'Seat', type: 'FREE', prices })
    await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
    await page.bringToFront()
    await expect(page.locator('[data-code="live"]')).toBeVisible()
    await expect(page.locator('[data-code="shown"]')).toBeVisible()
  })

  test('reports that the site is behind while a message cannot be delivered', async ({
    newPerson,
    system,
  }) => {
    const linked = await createEventOnSale(system)
    system.lines.api.rule = ({ path }) => (path.endsWith('/event-status-changed') ? 'refuse' : undefined)
    const page = await newPerson()
    try {
      await linked.tickets.setStatus(linked.hiEventId, 'DRAFT')
      await openWhy(page, system, linked)
      await expect(page.locator('[data-code="behind_waiting"]')).toBeVisible()
    } finally {
      system.lines.api.rule = undefined
    }
    await expect(page.locator('[data-code="behind_waiting"]')).toHaveCount(0)
  })

  test('reports that the ticket system is down, and its return without a reload', async ({
    newPerson,
    ownSystem: system,
  }) => {
    const linked = await createEventOnSale(system)
    await system.parts.boxOffice.kill()
    const page = await newPerson()
    await openWhy(page, system, linked)
    await expectHeadline(page, 'The ticket system is not answering', 'Try again')
    await system.parts.boxOffice.start()
    await page.locator('.headline').getByRole('link', { name: 'Try again' }).click()
    await expect(page.locator('[data-code="live"]')).toBeVisible()
  })

  test('names an unreachable ticket origin or API and keeps the last diagnosis', async ({
    newPerson,
    ownSystem: system,
  }) => {
    const linked = await createEventOnSale(system)
    const page = await newPerson()
    await openWhy(page, system, linked)
    await expect(page.locator('[data-code="live"]')).toBeVisible()
    await system.parts.tickets.kill()
    await page.getByRole('link', { name: 'Look again' }).click()
    await expectHeadline(page, 'The ticket side of this site is not answering', 'Try again')
    await system.parts.api.kill()
    await page.getByRole('link', { name: 'Look again' }).click()
    await expect(page.getByRole('alert')).toContainText('Tuvens cannot be reached right now')
    await expect(page.locator('.headline')).toBeVisible()
    await Promise.all([system.parts.api.start(), system.parts.tickets.start()])
    await expect(page.locator('[data-code="live"]')).toBeVisible()
  })

  test('reports a stored password that no longer works and leads to the sign-in that replaces it', async ({
    newPerson,
    ownSystem: system,
  }) => {
    const linked = await createEventOnSale(system)
    const { organiser: other } = await createLinkedEvent(system)
    await system.db('box-office')`update users set password_hash =
      (select password_hash from users where email = ${other.email}) where email = ${linked.organiser.email}`
    // A restart drops the token it still has.
    await system.parts.tickets.stop()
    await system.parts.tickets.start()
    const page = await newPerson()
    await openWhy(page, system, linked)
    await expectHeadline(page, 'The ticket system no longer lets us in', 'Sign in there')
    await page.locator('.headline').getByRole('button').click()
    await expect(page.getByLabel('Password on the ticket system')).toBeVisible()
  })

  test('reports that this site may not frame the tickets, with a note for the people who run it', async ({
    newPerson,
  }) => {
    const system = await startSystem({ EMBED_ORIGINS: 'https://other.example' })
    try {
      const page = await newPerson()
      await openWhy(page, system, await createEventOnSale(system))
      await expectHeadline(
        page,
        'The tickets may not be shown inside this site’s pages',
        'Tell the people who run this site',
      )
      await page.locator('.headline').getByRole('link').click()
      await expect(page.locator('#note pre')).toBeVisible()
      await expect(page.locator('#note pre')).toContainText('page: not_framed')
    } finally {
      await system.stop()
    }
  })

  test('works without JavaScript, from the event page to the fix', async ({ newPerson, system }) => {
    const linked = await createLinkedEvent(system)
    const page = await newPerson({ javaScriptEnabled: false })
    await signInOn(page, system, linked.organiser, `/event/${linked.event.id}`)
    await page.getByRole('link', { name: 'Why is ticketing not showing?' }).click()
    await expectHeadline(page, 'The event is not published yet', 'Publish on the ticket system')
    await page.getByRole('link', { name: 'Look again' }).click()
    await page.locator('.headline').getByRole('button').click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(/\/manage\/event\/\d+/)
  })
})
