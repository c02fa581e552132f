import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../scripts/system/chromium.ts'
import { launchChromium } from '../../../test-support/chromium.ts'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { recording } from '../../../test-support/recordings.ts'
import { Visitor } from '../../../test-support/visitor.ts'

let test: Harness
let browser: Browser
let page: Page
let event: FakeEvent
beforeAll(async () => {
  test = await startHarness()
  browser = await launchChromium(findChromium(process.env))
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('11') }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.status = 'LIVE'
})
afterAll(async () => {
  await browser.close()
  await test.stop()
})
beforeEach(async () => {
  delete event.categories
  event.codes = ['JAZZ10']
  event.tiers = [
    { id: 1, title: 'General admission', price: 0, left: 50 },
    { id: 2, title: 'Supporter', price: 12.5, left: 20 },
  ]
  await as({ locale: 'en-GB', timezoneId: 'Europe/Amsterdam' })
})
afterEach(() => page.context().close())

/** Opens a new browser context. */
async function as(options: BrowserContextOptions): Promise<void> {
  page = await (await browser.newContext(options)).newPage()
  page.setDefaultTimeout(60_000)
}
async function open(query = '', waitUntil: 'load' | 'commit' = 'load'): Promise<void> {
  test.context.shopCache.invalidate(event.id)
  await page.goto(`${test.url}/embed/${event.id}${query}`, { waitUntil })
}
const recorded = () => {
  const { data } = recording('shop', 'public-event-sold-out').response.body as {
    data: { product_categories: unknown[] }
  }
  event.categories = data.product_categories
}
const more = (title: string) => page.getByRole('button', { name: `One more: ${title}` })
const less = (title: string) => page.getByRole('button', { name: `One less: ${title}` })
const count = (title: string) => page.getByLabel(`How many: ${title}`)
const total = () => page.getByRole('status').filter({ hasText: 'Total' }).textContent()
const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())

describe('the picker outside a frame', () => {
  it('leads an order to the checkout', async () => {
    await open()
    await more('Supporter').click()
    await page.getByRole('button', { name: 'Get tickets' }).click()
    await page.waitForURL(/\/checkout\//)
  })

  it('submits the order when Enter is pressed in a quantity', async () => {
    await open()
    await count('Supporter').focus()
    await page.keyboard.type('2')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/checkout\//)
  })

  it('is usable by keyboard alone, from the first ticket to the checkout', async () => {
    await open()
    const stops: (string | null)[] = []
    for (let press = 0; press < 8; press++) {
      await page.keyboard.press('Tab')
      const name = await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      )
      stops.push(name)
      if (name === 'One more: Supporter') await page.keyboard.press('Space')
    }
    expect(stops).toEqual([
      'One less: General admission',
      'How many: General admission',
      'One more: General admission',
      'One less: Supporter',
      'How many: Supporter',
      'One more: Supporter',
      'Have a code?',
      'Get tickets',
    ])
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/checkout\//)
  })

  it('takes at most four requests and 32 kB, font included, for a shop with every kind of ticket', async () => {
    recorded()
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Network.enable')
    const sizes = new Map<string, number>()
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
      sizes.set(requestId, encodedDataLength),
    )
    await open()
    await page.waitForLoadState('networkidle')
    await page.evaluate(() => document.fonts.ready)
    const bytes = [...sizes.values()].reduce((sum, each) => sum + each, 0)
    expect(sizes.size).toBeGreaterThan(1)
    expect(sizes.size).toBeLessThanOrEqual(4)
    expect(bytes).toBeGreaterThan(20_000)
    expect(bytes).toBeLessThan(32 * 1024)
  })

  it('works before its script has loaded', async () => {
    await page.route('**/*.js', () => {})
    await open('', 'commit')
    await count('Supporter').fill('2')
    await page.getByRole('button', { name: 'Get tickets' }).click()
    await page.waitForURL(/\/checkout\//, { waitUntil: 'commit' })
  })
})

describe('the quantity buttons', () => {
  it('step from zero to the minimum of an order, and from there back to zero', async () => {
    event.tiers = [
      { id: 1, title: 'Table', price: 10, left: 50, more: { min_per_order: 2, max_per_order: 3 } },
    ]
    await open()
    await more('Table').click()
    expect(await count('Table').inputValue()).toBe('2')
    await more('Table').click()
    expect(await more('Table').getAttribute('aria-disabled')).toBe('true')
    // A disabled button can still be pressed.
    await more('Table').click({ force: true })
    expect(await count('Table').inputValue()).toBe('3')
    await less('Table').click()
    await less('Table').click()
    expect(await count('Table').inputValue()).toBe('0')
    expect(await less('Table').getAttribute('aria-disabled')).toBe('true')
  })

  it('apply the limit of an order to all offers of a ticket together', async () => {
    recorded()
    const [{ products }] = structuredClone(event.categories) as [{ products: Record<string, unknown>[] }]
    event.categories = [
      { id: 1, name: 'Tickets', products: products.map((each) => ({ ...each, max_per_order: 2 })) },
    ]
    await open()
    await more('Tiered, Early bird').click()
    await more('Tiered, Regular').click()
    expect(await more('Tiered, Early bird').getAttribute('aria-disabled')).toBe('true')
    expect(await more('Paid with tax and fee').getAttribute('aria-disabled')).toBe('false')
  })

  it('update a total with taxes and donations that screen readers announce', async () => {
    recorded()
    await open()
    expect(await page.locator('output').isVisible()).toBe(false)
    await more('Paid with tax and fee').click()
    await more('Donation').click()
    await page.getByLabel('Donation: EUR each').fill('7.50')
    expect(await total()).toBe('Total €31.70')
    expect(await page.locator('output').getAttribute('aria-atomic')).toBe('true')
  })

  it('say of what costs nothing that it is free, as the checkout does', async () => {
    await open()
    await more('General admission').click()
    expect(await total()).toBe('Total Free')
    await less('General admission').click()
    expect(await page.locator('output').isVisible()).toBe(false)
  })

  it('show a total without cents for a currency that has none', async () => {
    event.currency = 'JPY'
    event.tiers = [{ id: 1, title: 'Seat', price: 3500, left: 50 }]
    await open()
    await more('Seat').click()
    await more('Seat').click()
    expect(await total()).toBe('Total ¥7,000')
    event.currency = 'EUR'
  })
})

describe('dates in the picker', () => {
  const notYet = {
    is_before_sale_start_date: true,
    is_available: false,
    sale_start_date: '2030-11-26 03:30:00',
  }

  it.each([
    ['America/New_York', 'On sale Tue 26 Nov, 04:30 CET (Mon 25 Nov, 22:30 your time)'],
    ['Europe/London', 'On sale Tue 26 Nov, 04:30 CET (03:30 your time)'],
    ['Europe/Paris', 'On sale Tue 26 Nov, 04:30 CET'],
  ])(
    'are shown in the event’s time zone and, where it differs, in the visitor’s: %s',
    async (timezoneId, words) => {
      await page.context().close()
      await as({ timezoneId })
      event.tiers = [{ id: 1, title: 'Seat', price: 10, left: 5, more: notYet }]
      await open('?locale=en-GB')
      expect(await page.locator('.picker__when').textContent()).toBe(words)
    },
  )
})

describe('a promo code in the browser', () => {
  const apply = async (code: string) => {
    await page.getByText('Have a code?').click()
    await page.getByLabel('Promo code').fill(code)
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.waitForURL(/promo_code=/)
  }

  it('that works is confirmed with the focus, and the selection is kept', async () => {
    await open()
    await more('Supporter').click()
    await apply('JAZZ10')
    await page.getByText('The code JAZZ10 is applied.').waitFor()
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-answer'))
    expect(await focused()).toBe('The code JAZZ10 is applied.')
    expect(await count('Supporter').inputValue()).toBe('1')
  })

  it('that does not work is refused by an alert with the focus, and at the field', async () => {
    await open()
    await apply('NOPE')
    await page.getByRole('alert').filter({ hasText: 'NOPE is not a code for this event.' }).waitFor()
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'alert')
    const field = page.getByLabel('Promo code')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    await page.getByRole('link', { name: 'try another' }).click()
    expect(await field.inputValue()).toBe('NOPE')
  })

  it('in the address is applied without moving the focus', async () => {
    await open('?promo_code=NOPE')
    await page.getByText('NOPE is not a code for this event.').waitFor()
    await more('Supporter').waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
  })
})

describe('a waiting list in the browser', () => {
  const fill = async (email: string) => {
    await page.locator('summary', { hasText: 'Join the waiting list' }).click()
    await page.getByLabel('First name').fill('Ada')
    await page.getByLabel('E-mail').fill(email)
    await page.keyboard.press('Enter')
  }
  beforeEach(() => {
    event.tiers = [
      { id: 1, title: 'Balcony', price: 10, left: 0, more: { waitlist_enabled: true } },
      { id: 2, title: 'Supporter', price: 12.5, left: 20 },
    ]
    event.waiting = []
  })

  it('is joined by Enter without leaving the page; the result has the focus, and the selection is kept', async () => {
    await open()
    await more('Supporter').click()
    await fill('ada@example.org')
    await page.getByText('You are on the waiting list, number 1 in line.').waitFor()
    expect(await focused()).toContain('You are on the waiting list')
    expect(await count('Supporter').inputValue()).toBe('1')
    expect(await page.getByLabel('First name').isVisible()).toBe(false)
    expect(event.waiting).toEqual([{ priceId: 10, dateId: null, email: 'ada@example.org' }])
  })

  it('that refuses an entry says why by an alert with the focus, and at the field', async () => {
    await open()
    await fill('refused@example.org')
    await page.getByRole('alert').filter({ hasText: 'must be a valid email address' }).waitFor()
    expect(await focused()).toContain('must be a valid email address')
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('First name').inputValue()).toBe('Ada')
  })
})

describe('the picker without JavaScript', () => {
  beforeEach(async () => {
    await page.context().close()
    await as({ javaScriptEnabled: false })
  })

  it('places an order', async () => {
    await open()
    await count('Supporter').fill('2')
    await page.getByRole('button', { name: 'Get tickets' }).click()
    await page.waitForURL(/\/checkout\//)
  })

  it('says why an order was refused, and keeps the selection and its total', async () => {
    event.tiers = [{ id: 2, title: 'Supporter', price: 12.5, left: 2 }]
    await open()
    await count('Supporter').fill('3')
    await page.getByRole('button', { name: 'Get tickets' }).click()
    await page.getByText('You can get 2 of “Supporter” at most').waitFor()
    expect(await count('Supporter').inputValue()).toBe('3')
    expect(await total()).toBe('Total €37.50')
  })

  it('joins a waiting list', async () => {
    event.tiers = [{ id: 1, title: 'Balcony', price: 10, left: 0, more: { waitlist_enabled: true } }]
    event.waiting = []
    await open()
    await page.locator('summary', { hasText: 'Join the waiting list' }).click()
    await page.getByLabel('First name').fill('Ada')
    await page.getByLabel('E-mail').fill('ada@example.org')
    await page.keyboard.press('Enter')
    await page.getByText('You are on the waiting list, number 1 in line.').waitFor()
  })

  it('applies a promo code', async () => {
    await open()
    await count('Supporter').fill('2')
    await page.getByText('Have a code?').click()
    await page.getByLabel('Promo code').fill('JAZZ10')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByText('The code JAZZ10 is applied.').waitFor()
    expect(await count('Supporter').inputValue()).toBe('2')
  })
})

describe('axe finds no accessibility violation', () => {
  it.each(['light', 'dark'] as const)(
    'in a shop with every kind of ticket and all forms open, %s',
    async (colorScheme) => {
      recorded()
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await open('?promo_code=NOPE')
      await page.locator('summary', { hasText: 'Join the waiting list' }).click()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual(
        [],
      )
    },
  )
})
