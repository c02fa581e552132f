import type { Page } from '@playwright/test'
import { signInOn } from './harness/organiser.ts'
import { FAULTS } from './harness/faults.ts'
import { eventOnSale, type Linked, linkedEvent } from './harness/people.ts'
import { startSystem, type System } from './harness/system.ts'
import { expect, test } from './harness/test.ts'

type Who = Pick<Linked, 'organiser' | 'event'>

async function openWhy(page: Page, system: System, { organiser, event }: Who): Promise<void> {
  await signInOn(page, system, organiser, `/event/${event.id}/ticketing`)
}

/** The headline names the fault, and the way to mend it is a press away. */
async function expectHeadline(page: Page, title: string, mend: string): Promise<void> {
  const headline = page.locator('.headline')
  await expect(headline.getByRole('heading', { level: 2 })).toHaveText(title)
  await expect(headline.getByRole('button').or(headline.getByRole('link'))).toHaveText(mend)
}

test.describe('the page that says why ticketing is not showing', () => {
  for (const { fault, plant, says, mend } of FAULTS) {
    test(`when ${fault}, says «${says}» and offers «${mend}»`, async ({ newPerson, system }) => {
      const who = await plant(system)
      const page = await newPerson()
      await openWhy(page, system, who)
      await expectHeadline(page, says, mend)
    })
  }

  test('when all is well, says so at every step', async ({ newPerson, system }) => {
    const linked = await eventOnSale(system)
    await expect
      .poll(async () => {
        const [row] = await system.db('hi-events')`select swept_at from accounts
          where tuvens_account_id = ${linked.event.accountId}`
        return row?.['swept_at'] ?? null
      })
      .not.toBeNull()
    const page = await newPerson()
    await openWhy(page, system, linked)
    await expect(page.locator('.headline h2')).toHaveText('Ticketing is showing')
    await expect(page.locator('[data-step][data-tone="good"]')).toHaveCount(5)
  })

  test('the mend it offers leads where it says: published, and the page follows by itself', async ({
    newPerson,
    system,
  }) => {
    const linked = await linkedEvent(system)
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

  test('while a message cannot be delivered, says that this site is behind, and then that it is not', async ({
    newPerson,
    system,
  }) => {
    const linked = await eventOnSale(system)
    system.lines.api.rule = ({ path }) => (path.endsWith('/event-status-changed') ? 'refuse' : undefined)
    const page = await newPerson()
    try {
      await linked.tickets.setStatus(linked.hiEventId, 'DRAFT')
      await openWhy(page, system, linked)
      await expect(page.locator('[data-code="behind_waiting"]')).toBeVisible({ timeout: 20_000 })
    } finally {
      system.lines.api.rule = undefined
    }
    await expect(page.locator('[data-code="behind_waiting"]')).toHaveCount(0, { timeout: 30_000 })
  })

  test('while the ticket system is down, says so, and recovers without a reload', async ({
    newPerson,
    ownSystem: system,
  }) => {
    const linked = await eventOnSale(system)
    await system.parts.boxOffice.kill()
    const page = await newPerson()
    await openWhy(page, system, linked)
    await expectHeadline(page, 'The ticket system is not answering', 'Try again')
    await system.parts.boxOffice.start()
    await page.locator('.headline').getByRole('link', { name: 'Try again' }).click()
    await expect(page.locator('[data-code="live"]')).toBeVisible({ timeout: 25_000 })
  })

  test('while the ticket side or the API is away, says so and keeps what was seen', async ({
    newPerson,
    ownSystem: system,
  }) => {
    const linked = await eventOnSale(system)
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
    await expect(page.locator('[data-code="live"]')).toBeVisible({ timeout: 40_000 })
  })

  test('when the kept password no longer works, says so and leads to where it is mended', async ({
    newPerson,
    ownSystem: system,
  }) => {
    const linked = await eventOnSale(system)
    const { organiser: other } = await linkedEvent(system)
    await system.db('box-office')`update users set password_hash =
      (select password_hash from users where email = ${other.email}) where email = ${linked.organiser.email}`
    // It forgets the token it still has.
    await system.parts.tickets.stop()
    await system.parts.tickets.start()
    const page = await newPerson()
    await openWhy(page, system, linked)
    await expectHeadline(page, 'The ticket system no longer lets us in', 'Sign in there')
    await page.locator('.headline').getByRole('button').click()
    await expect(page.getByLabel('Password on the ticket system')).toBeVisible()
  })

  test('when this site may not show the tickets in its page, says who can change that', async ({
    newPerson,
  }) => {
    const system = await startSystem({ EMBED_ORIGINS: 'https://other.example' })
    try {
      const page = await newPerson()
      await openWhy(page, system, await eventOnSale(system))
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

  test('works without JavaScript, from the event page to the mend', async ({ newPerson, system }) => {
    const linked = await linkedEvent(system)
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
