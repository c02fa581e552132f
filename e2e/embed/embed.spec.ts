import type { Locator, Page } from '@playwright/test'
import type { TicketingPhase } from '@tuvens/contract'
import { type KnownProduct, takeTickets } from '../../scripts/seed/ticket-desk.ts'
import { completeCheckout } from '../harness/attendee.ts'
import {
  addressOf,
  elementOf,
  type ForeignSites,
  openForeignSites,
  ticketsOn as tickets,
  told,
} from '../harness/foreign-site.ts'
import { HarnessError } from '../harness/harness-error.ts'
import { createEventOnSale, createLinkedEvent } from '../harness/people.ts'
import { expect, test } from '../harness/test.ts'

let sites: ForeignSites
test.beforeAll(async ({ system }) => {
  sites = await openForeignSites(system)
})
test.afterAll(() => sites.close())

const BUYER = { first_name: 'Ada', last_name: 'Attendee', email: 'ada@example.org' }

test('a page of another site under a strict policy shows each phase of an event as it comes, and nothing moves', async ({
  newPerson,
  system,
}) => {
  const { event, hiEventId, organiser, tickets: desk } = await createLinkedEvent(system)
  await organiser.desk.setFraming(event.id, [sites.venue])
  const page = await newPerson()
  await page.goto(addressOf(sites.venue, elementOf(event.id, 'first-name="Ada"')))
  const shows = async (phase: TicketingPhase) => {
    await expect(tickets(page).locator('body')).toHaveAttribute('data-phase', phase)
    await expect(page.locator('tuvens-tickets')).toHaveAttribute('data-state', 'ready')
  }
  await shows('preparing')
  const prices = [{ price: 0, initial_quantity_available: 12 }]
  await desk.addProduct(hiEventId, {
    title: 'Free seat',
    type: 'FREE',
    prices,
    waitlist_enabled: true,
    show_quantity_remaining: true,
  })
  await desk.setStatus(hiEventId, 'LIVE')
  await shows('on_sale')
  const [product] = (await desk.products(hiEventId)) as [KnownProduct]
  const place = { direct: system.direct.tickets, origin: system.urls.tickets }
  const take = (quantity: number) =>
    takeTickets(place, { eventId: hiEventId, product, quantity, buyer: BUYER })
  await take(6)
  await take(5)
  await shows('low')
  await take(1)
  await shows('waiting_list')
  await tickets(page).locator('summary', { hasText: 'Join the waiting list' }).click()
  await expect(tickets(page).getByLabel('First name')).toHaveValue('Ada')
  await desk.setStatus(hiEventId, 'DRAFT')
  await shows('paused')
  await desk.setStatus(hiEventId, 'ARCHIVED')
  await shows('cancelled')
  expect(await page.evaluate(() => window.shift)).toBe(0)
  expect((await told(page)).map(({ name }) => name)).toEqual(['ready'])
  await expect(page.getByText('Tickets at the venue')).toBeHidden()
})

/** Moves the focus by the key Tab alone. */
async function reachByTab(page: Page, wanted: Locator): Promise<void> {
  for (let press = 0; press < 20; press++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((element) => element === document.activeElement && document.hasFocus())) return
  }
  throw new HarnessError('20 presses of Tab do not reach it')
}

/** What a frame of another site may store here: this browser blocks third-party cookies. */
function storage(): string {
  document.cookie = 'third=party; SameSite=None; Secure'
  try {
    localStorage.setItem('third', 'party')
    return 'stored'
  } catch {
    return document.cookie
  }
}

test('a sale by keyboard, where third-party storage is blocked, is told to the page once, after the ticket origin confirmed it', async ({
  newPerson,
  system,
}) => {
  const { event, organiser } = await createEventOnSale(system)
  await organiser.desk.setFraming(event.id, [sites.venue])
  const page = await newPerson()
  await page.goto(addressOf(sites.venue, elementOf(event.id)))
  const more = tickets(page).getByRole('button', { name: 'One more: Free seat' })
  await expect(more).toBeVisible()
  expect(await more.evaluate(storage)).toBe('')
  await reachByTab(page, more)
  await page.keyboard.press('Enter')
  await reachByTab(page, tickets(page).getByRole('button', { name: 'Get tickets' }))
  const opened = page.context().waitForEvent('page')
  await page.keyboard.press('Enter')
  const checkout = await opened
  await completeCheckout(checkout)
  await page.bringToFront()
  await expect
    .poll(async () => (await told(page)).map(({ name }) => name))
    .toEqual(['ready', 'checkout', 'order-complete'])
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
