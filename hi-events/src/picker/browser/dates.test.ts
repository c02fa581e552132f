import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../scripts/system/chromium.ts'
import { launchChromium } from '../../../test-support/chromium.ts'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { readUntilAgreed } from '../../relay/read-until-agreed.ts'

let test: Harness
let browser: Browser
let page: Page
let event: FakeEvent
beforeAll(async () => {
  test = await startHarness()
  test.hiEvents.world.hasDates = true
  browser = await launchChromium(findChromium(process.env))
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('11') }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.status = 'LIVE'
  event.tiers = [{ id: 1, title: 'Seat', price: 12.5, left: 50 }]
  event.dates = [4, 11, 18, 25].map((day, index) => ({
    id: 17 + index,
    start_date: `2032-06-${String(day).padStart(2, '0')}T18:00:00.000Z`,
    end_date: `2032-06-${String(day).padStart(2, '0')}T21:00:00.000Z`,
    status: index === 2 ? 'CANCELLED' : 'ACTIVE',
    capacity: index === 0 ? 2 : 30,
    used: index === 1 ? 30 : 0,
    label: index === 3 ? 'Last night' : null,
  }))
  await readUntilAgreed(test.context, '11', null)
})
afterAll(async () => {
  await browser.close()
  await test.stop()
})
afterEach(() => page.context().close())

async function open(options: { javaScriptEnabled?: boolean; colorScheme?: 'dark' | 'light' } = {}) {
  const viewport = { width: 390, height: 844 }
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    viewport,
    ...options,
  })
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${test.url}/embed/${event.id}?locale=en-GB`)
}

describe.each([
  ['with', true],
  ['without', false],
])('an event of several dates %s scripts', (_what, javaScriptEnabled) => {
  it('is bought by choosing a date, then tickets', async () => {
    await open({ javaScriptEnabled })
    await page.getByRole('button', { name: /4 Jun.*2 left/ }).click()
    await page.getByRole('heading', { name: /4 Jun/ }).waitFor()
    await page.getByRole('button', { name: 'Another date' }).click()
    await page.getByRole('button', { name: /25 Jun.*Last night/ }).click()
    await page.getByLabel('How many: Seat').fill('2')
    await page.getByRole('button', { name: 'Get tickets' }).click()
    await page.waitForURL(/\/checkout\//)
    expect(test.hiEvents.world.orders.at(-1)).toEqual({
      products: [{ event_occurrence_id: 20, product_id: 1, quantities: [{ price_id: 10, quantity: 2 }] }],
    })
  })
})

describe('the list of dates', () => {
  it.each(['light', 'dark'] as const)(
    'has no accessibility violations in the %s theme',
    async (colorScheme) => {
      await open({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map((each) => each.id)).toEqual([])
      await page.getByRole('button', { name: /4 Jun/ }).click()
      await page.getByRole('button', { name: 'Another date' }).waitFor()
      const chosen = await new AxeBuilder({ page }).analyze()
      expect(chosen.violations.map((each) => each.id)).toEqual([])
    },
  )
})
