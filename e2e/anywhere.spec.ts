import { chromium, type Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { completeCheckout, picker, pickTickets } from './harness/attendee.ts'
import { enterTicketSystem, signInOn } from './harness/organiser.ts'
import { createEventOnSale, createLinkedEvent, type LinkedTestEvent, waitForPhase } from './harness/people.ts'
import type { System } from './harness/system.ts'
import { expect, test } from './harness/test.ts'

const pageOf = (system: System, { event }: LinkedTestEvent) => `${system.urls.site}/event/${event.id}`

test.describe('without JavaScript', () => {
  test('the event page shows every state, and an attendee can get tickets', async ({ newPerson, system }) => {
    const linked = await createLinkedEvent(system)
    const page = await newPerson({ javaScriptEnabled: false })
    await page.goto(pageOf(system, linked))
    await expect(page.getByText('Tickets are coming soon').first()).toBeVisible()

    const prices = [{ price: 0, initial_quantity_available: 9 }]
    await linked.tickets.addProduct(linked.hiEventId, { title: 'Plain seat', type: 'FREE', prices })
    await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
    await waitForPhase(linked, 'on_sale')
    await page.goto(pageOf(system, linked))
    await expect(page.getByText('Tickets are on sale').first()).toBeVisible()
    await picker(page).getByRole('spinbutton').fill('1')
    await picker(page).getByRole('button', { name: 'Get tickets' }).click()
    await page.waitForURL(/\/checkout\//)
    await completeCheckout(page)

    for (const [status, phase, words] of [
      ['DRAFT', 'paused', 'Ticket sales are paused'],
      ['ARCHIVED', 'cancelled', 'This event is cancelled'],
    ] as const) {
      await linked.tickets.setStatus(linked.hiEventId, status)
      await waitForPhase(linked, phase)
      await page.goto(pageOf(system, linked))
      await expect(page.getByText(words).first()).toBeVisible()
    }
  })

  test('a link opens the ticket picker on its own page', async ({ newPerson, system }) => {
    const linked = await createEventOnSale(system)
    const page = await newPerson({ javaScriptEnabled: false })
    await page.goto(pageOf(system, linked))
    await page.getByRole('link', { name: 'get tickets', exact: true }).first().click()
    await expect(page.getByText('Free seat').first()).toBeVisible()
  })
})

test('text typed before the scripts have loaded is kept', async ({ newPerson, system }) => {
  const page = await newPerson()
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_app/**/*.js', async (route) => {
    await released
    await route.continue()
  })
  await page.goto(`${system.urls.site}/sign-in`, { waitUntil: 'commit' })
  await page.getByLabel('E-mail').fill('early@example.org')
  release()
  await page.waitForLoadState('networkidle')
  await expect(page.getByLabel('E-mail')).toHaveValue('early@example.org')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').first()).toContainText('Enter your password')
  await expect(page.getByLabel('E-mail')).toHaveValue('early@example.org')
})

test('an attendee can get tickets when the browser blocks third-party storage', async ({ system }) => {
  const linked = await createEventOnSale(system)
  const { page, close } = await strictBrowser()
  try {
    await page.goto(pageOf(system, linked))
    await expect(picker(page).getByText('Free seat').first()).toBeVisible()
    expect(await storageInFrame(page), 'the browser blocks storage in the frame').toBe('SecurityError')
    await pickTickets(page, 'Free seat', 1)
    await completeCheckout(page)
  } finally {
    await close()
  }
})

test('the event page shows that the order is complete when the attendee checks out in another tab', async ({
  newPerson,
  system,
}) => {
  const linked = await createEventOnSale(system)
  const page = await newPerson()
  let checkout = ''
  // Keeps this page where it is, as if the attendee opened the checkout in another tab.
  await page.route('**/checkout/**', async (route) => {
    checkout = route.request().url()
    await route.fulfill({ status: 204 })
  })
  await page.goto(pageOf(system, linked))
  await picker(page).getByRole('button', { name: 'One more: Free seat' }).click()
  await picker(page).getByRole('button', { name: 'Get tickets' }).click()
  await expect.poll(() => checkout).toContain('/checkout/')
  const confirmation = page.getByText('Your order is complete')
  await expect(confirmation).toBeHidden()

  const tab = await page.context().newPage()
  await tab.goto(checkout)
  await completeCheckout(tab)
  await expect(confirmation).toBeVisible()
  await expect(picker(page).getByLabel('How many: Free seat')).toHaveValue('0')
})

test('on a phone no page is wider than the screen, and an attendee can get tickets by touch', async ({
  newPerson,
  system,
}) => {
  const phone = {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  }
  const linked = await createEventOnSale(system)
  const page = await newPerson(phone)
  await page.goto(pageOf(system, linked))
  await expectFitsScreen(page)
  await picker(page).getByRole('button', { name: 'One more: Free seat' }).tap()
  await picker(page).getByRole('button', { name: 'Get tickets' }).tap()
  await page.waitForURL(/\/checkout\//)
  await expectFitsScreen(page)
  await completeCheckout(page)
  await expectFitsScreen(page)

  const organiser = await newPerson(phone)
  await signInOn(organiser, system, linked.organiser, `/event/${linked.event.id}`)
  await expectFitsScreen(organiser)
  await enterTicketSystem(organiser, 'Manage tickets')
  await expectFitsScreen(organiser)
})

async function expectFitsScreen(page: Page): Promise<void> {
  const [width, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  expect(width, `width of ${page.url()}`).toBeLessThanOrEqual(screen ?? 0)
}

/** Opens a browser with Chromium's setting "block third-party cookies", which also blocks storage in frames. */
async function strictBrowser(): Promise<{ page: Page; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-strict-'))
  mkdirSync(join(folder, 'Default'))
  const profile = { block_third_party_cookies: true, cookie_controls_mode: 1 }
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify({ profile }))
  const options = test.info().project.use.launchOptions ?? {}
  const context = await chromium.launchPersistentContext(folder, { ...options, headless: true })
  const close = async () => {
    await context.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { page: await context.newPage(), close }
}

async function storageInFrame(page: Page): Promise<string> {
  const frame = page.frames().find((each) => each.url().includes('/embed/'))
  return (
    (await frame?.evaluate(() => {
      try {
        localStorage.setItem('probe', '1')
        return 'stored'
      } catch (error) {
        return error instanceof Error ? error.name : String(error)
      }
    })) ?? 'no frame'
  )
}
