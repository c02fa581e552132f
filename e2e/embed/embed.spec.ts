import type { FrameLocator, Page } from '@playwright/test'
import { completeCheckout } from '../harness/attendee.ts'
import { type ForeignSites, openForeignSites } from '../harness/foreign-site.ts'
import { createEventOnSale, createLinkedEvent } from '../harness/people.ts'
import { expect, test } from '../harness/test.ts'

declare global {
  interface Window {
    /** What the elements told their page. */
    told: { name: string; order?: string; reason?: string }[]
    /** Cumulative layout shift. */
    shift: number
  }
}

let sites: ForeignSites
test.beforeAll(async ({ system }) => {
  sites = await openForeignSites(system)
})
test.afterAll(() => sites.close())

const tickets = (page: Page): FrameLocator => page.locator('tuvens-tickets').first().frameLocator('iframe')
const told = (page: Page) => page.evaluate(() => window.told)
const addressOf = (site: string, body: string, more: Record<string, string> = {}) =>
  `${site}/?${new URLSearchParams({ body, ...more })}`
const elementOf = (id: string, attributes = '') =>
  `<tuvens-tickets event="${id}" ${attributes}><a href="https://example.org">Tickets at the venue</a></tuvens-tickets>`

test('a page of another site under a strict policy shows each phase of an event as it comes, and nothing moves', async ({
  newPerson,
  system,
}) => {
  const linked = await createLinkedEvent(system)
  const { event, hiEventId, organiser, tickets: desk } = linked
  await organiser.desk.setFraming(event.id, [sites.venue])
  const page = await newPerson()
  await page.goto(addressOf(sites.venue, elementOf(event.id)))
  await expect(tickets(page).getByText('Tickets are coming soon')).toBeVisible()
  const prices = [{ price: 0, initial_quantity_available: 50 }]
  await desk.addProduct(hiEventId, { title: 'Free seat', type: 'FREE', prices })
  await desk.setStatus(hiEventId, 'LIVE')
  await expect(tickets(page).getByRole('button', { name: 'One more: Free seat' })).toBeVisible()
  await desk.setStatus(hiEventId, 'DRAFT')
  await expect(tickets(page).getByText('Ticket sales are paused')).toBeVisible()
  expect(await page.evaluate(() => window.shift)).toBe(0)
  expect((await told(page)).map(({ name }) => name)).toEqual(['ready'])
  await expect(page.getByText('Tickets at the venue')).toBeHidden()
})

test('a sale on a page of another site is told to it once, after the ticket origin confirmed it', async ({
  newPerson,
  system,
}) => {
  const { event, organiser } = await createEventOnSale(system)
  await organiser.desk.setFraming(event.id, [sites.venue])
  const page = await newPerson()
  await page.goto(addressOf(sites.venue, elementOf(event.id)))
  await tickets(page).getByRole('button', { name: 'One more: Free seat' }).click()
  const opened = page.context().waitForEvent('page')
  await tickets(page).getByRole('button', { name: 'Get tickets' }).click()
  const checkout = await opened
  await completeCheckout(checkout)
  await page.bringToFront()
  await expect.poll(async () => (await told(page)).map(({ name }) => name)).toContain('order-complete')
  const [complete] = (await told(page)).filter(({ name }) => name === 'order-complete')
  expect(checkout.url()).toContain(String(complete?.order))
  await page.reload()
  await expect(tickets(page).getByRole('button', { name: 'One more: Free seat' })).toBeVisible()
  expect((await told(page)).map(({ name }) => name)).toEqual(['ready'])
})

test('two sites frame the tickets, a third may not, and unlinking ends it with the answer of its request', async ({
  browser,
  newPerson,
  system,
}) => {
  const { event, organiser } = await createEventOnSale(system)
  await organiser.desk.setFraming(event.id, [sites.venue, sites.band])
  const page = await newPerson()
  for (const site of [sites.venue, sites.band]) {
    await page.goto(addressOf(site, elementOf(event.id)))
    await expect(tickets(page).getByRole('button', { name: 'One more: Free seat' })).toBeVisible()
  }
  await page.close()
  // Not by `newPerson`: there a refused frame counts as a failure.
  const third = await browser.newPage()
  const isRefused = async (site: string) => {
    await third.goto(addressOf(site, elementOf(event.id)))
    await expect(third.locator('tuvens-tickets')).toHaveAttribute('data-state', 'failed')
    await expect(third.getByText('Tickets at the venue')).toBeVisible()
    expect(await told(third)).toEqual([{ name: 'failed', reason: 'failed' }])
  }
  await isRefused(sites.stranger)
  const link = third.getByRole('link', { name: 'Tickets', exact: true })
  await link.click()
  await expect(third.getByRole('button', { name: 'One more: Free seat' })).toBeVisible()
  await organiser.desk.setFraming(event.id, [sites.band])
  await isRefused(sites.venue)
  await organiser.desk.unlink(event.id)
  await isRefused(sites.band)
})
