import { defaultFlagState } from '@tuvens/platform/flags/evaluator'
import { freePort } from '@tuvens/platform/free-port'
import type { Browser, Page } from '@playwright/test'
import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../scripts/system/chromium.ts'
import { launchChromium } from '../../../test-support/chromium.ts'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'

const NONCE = 'nonce-of-this-frame'

type FrameRecord = Record<string, unknown>
declare global {
  interface Window {
    /** Messages that the parent page received from its frame. */
    heard: FrameRecord[]
    /** Resolves when the frame received a message, after its own listeners ran. */
    received: Promise<void>
  }
}

let test: Harness
let browser: Browser
let parent: Server
let site: string
let otherSite: string
let page: Page
let event: FakeEvent
beforeAll(async () => {
  const port = await freePort()
  site = `http://tuvens.localhost:${port}`
  otherSite = `http://other.localhost:${port}`
  parent = createServer(({ url }, response) => {
    const attributes = url === '/strict' ? 'sandbox="allow-scripts allow-forms allow-same-origin"' : ''
    const html = url === '/sibling' ? '<!doctype html>' : parentPage(attributes)
    response.setHeader('content-type', 'text/html').end(html)
  }).listen(port, '127.0.0.1')
  test = await startHarness({ env: { EMBED_ORIGINS: `${site},https://partner.example` } })
  browser = await launchChromium(findChromium(process.env))
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('11') }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.status = 'LIVE'
})
afterAll(async () => {
  await browser.close()
  await test.stop()
  parent.close()
})
beforeEach(async () => {
  event.tiers = [
    { id: 1, title: 'General admission', price: 0, left: 5, more: { max_per_order: 3 } },
    { id: 2, title: 'Supporter', price: 12.5, left: 20 },
  ]
  test.context.shopCache.invalidate(event.id)
  page = await browser.newPage()
  page.setDefaultTimeout(60_000)
})
afterEach(() => page.close())

/** A page of another site that records the messages of its frame. */
function parentPage(attributes: string): string {
  return `<!doctype html><title>Event</title><iframe title="Tickets" ${attributes} src="${test.url}/embed/${event.id}?nonce=${NONCE}"></iframe>
    <script>window.heard=[];addEventListener('message',e=>heard.push({origin:e.origin,...e.data}))</script>`
}
const heard = () => page.evaluate(() => window.heard)
const heardType = async (type: string, times = 1): Promise<FrameRecord[]> => {
  await page.waitForFunction(
    ([wanted, count]) => window.heard.filter((each) => each['type'] === wanted).length >= count,
    [type, times] as const,
  )
  return (await heard()).filter((each) => each['type'] === type)
}
const frame = () => page.frameLocator('iframe[title="Tickets"]')
const say = (message: object) =>
  page.evaluate((each) => document.querySelector('iframe')?.contentWindow?.postMessage(each, '*'), message)
const envelope = { source: 'tuvens-ticketing', version: 1, nonce: NONCE }

describe('the picker in a frame of another site', () => {
  it('tells the parent page that it is ready, and its height', async () => {
    await page.goto(site)
    expect(await heardType('ready')).toEqual([{ origin: test.url, ...envelope, type: 'ready' }])
    const [resize] = await heardType('resize')
    expect(resize?.['height']).toBeGreaterThan(200)
  })

  it('tells the parent page to frame the widget of the ticket system while its flag is off', async () => {
    const state = defaultFlagState('ticket-picker')
    test.context.flags.replace([{ ...state, is_on: false }])
    try {
      await page.goto(site)
      const [stock] = await heardType('stock')
      expect(stock).toEqual({
        origin: test.url,
        ...envelope,
        type: 'stock',
        url: `${test.url}/widget/${event.id}`,
      })
    } finally {
      test.context.flags.replace([state])
    }
  })

  it('limits quantities to what an order may contain, and shows the total', async () => {
    await page.goto(site)
    const more = frame().getByRole('button', { name: 'One more: General admission' })
    for (let press = 0; press < 3; press++) await more.click()
    expect(await more.isDisabled()).toBe(true)
    expect(await frame().getByLabel('How many: General admission').inputValue()).toBe('3')
    await frame().getByLabel('How many: Supporter').fill('2')
    expect(await frame().locator('[data-total]').textContent()).toBe('€25.00')
  })

  it('places the order without leaving, and sends the checkout to the parent page', async () => {
    await page.goto(site)
    await frame().getByRole('button', { name: 'One more: Supporter' }).click()
    await frame().getByRole('button', { name: 'Get tickets' }).click()
    const [checkout] = await heardType('checkout')
    expect(checkout).toMatchObject({
      ...envelope,
      url: expect.stringMatching(/\/checkout\/\d+\/o_.*session_identifier=/),
    })
  })

  it('opens the checkout when the parent page does not', async () => {
    await page.goto(site)
    await frame().getByRole('button', { name: 'One more: Supporter' }).click()
    await frame().getByRole('button', { name: 'Get tickets' }).click()
    await page.waitForURL(/\/checkout\//)
  })

  it('shows why an order was refused without leaving, and keeps the selection', async () => {
    await page.goto(site)
    await frame().getByRole('button', { name: 'One more: Supporter' }).click()
    event.tiers = [{ id: 2, title: 'Supporter', price: 12.5, left: 0 }]
    await frame().getByRole('button', { name: 'Get tickets' }).click()
    await frame().getByText('“Supporter” sold out a moment ago').waitFor()
    expect(
      await frame()
        .getByRole('alert')
        .evaluate((each) => each === document.activeElement),
    ).toBe(true)
    expect(await frame().getByLabel('How many: Supporter').inputValue()).toBe('1')
    expect(page.url()).toBe(`${site}/`)
  })

  it('still sends messages after a promo code was applied', async () => {
    await page.goto(site)
    await heardType('ready')
    await frame().getByText('Have a code?').click()
    await frame().getByLabel('Promo code').fill('JAZZ10')
    await frame().getByRole('button', { name: 'Apply' }).click()
    expect(await heardType('ready', 2)).toHaveLength(2)
  })

  it('applies theme and language that the parent page sends', async () => {
    await page.goto(site)
    await heardType('ready')
    await say({ ...envelope, type: 'theme', theme: 'dark' })
    await frame().locator('html[data-theme="dark"]').waitFor()
    await say({ ...envelope, type: 'locale', locale: 'nl' })
    await frame().locator('body[data-locale="nl"]').waitFor()
  })

  it('keeps the selection when the language changes', async () => {
    await page.goto(site)
    await heardType('ready')
    await frame().getByLabel('How many: Supporter').fill('3')
    await say({ ...envelope, type: 'locale', locale: 'nl' })
    await frame().locator('body[data-locale="nl"]').waitFor()
    expect(await frame().getByLabel('How many: Supporter').inputValue()).toBe('3')
  })

  it('reads the shop again when the parent page asks for it, and keeps the selection', async () => {
    await page.goto(site)
    await heardType('ready')
    await frame().getByLabel('How many: Supporter').fill('3')
    event.tiers[0] = { id: 1, title: 'General admission', price: 0, left: 0 }
    test.context.shopCache.invalidate(event.id)
    await say({ ...envelope, type: 'refresh' })
    await frame().getByText('Sold out').waitFor()
    expect(await frame().getByLabel('How many: Supporter').inputValue()).toBe('3')
  })

  it('hides the reason of a refusal once the selection changes', async () => {
    await page.goto(site)
    await frame().getByRole('button', { name: 'Get tickets' }).click()
    await frame().getByText('Choose at least one ticket first.').waitFor()
    await frame().getByRole('button', { name: 'One more: Supporter' }).click()
    await frame().getByText('Choose at least one ticket first.').waitFor({ state: 'hidden' })
  })

  it('places one order when the button is pressed twice', async () => {
    await page.goto(`${site}/strict`)
    const before = test.hiEvents.world.orders.length
    // Both presses happen before the first order is answered.
    test.hiEvents.faults.push({ match: /\/order$/, kind: 'slow', value: 1_000 })
    await frame().getByRole('button', { name: 'One more: Supporter' }).click()
    await frame().getByRole('button', { name: 'Get tickets' }).dblclick()
    await heardType('checkout')
    expect(test.hiEvents.world.orders).toHaveLength(before + 1)
  })

  it('shows a link to the checkout when neither the parent page nor the frame can open it', async () => {
    await page.goto(`${site}/strict`)
    await frame().getByRole('button', { name: 'One more: Supporter' }).click()
    await frame().getByRole('button', { name: 'Get tickets' }).click()
    const link = frame().getByRole('link', { name: 'Continue to the checkout' })
    await link.waitFor()
    expect(await link.getAttribute('href')).toMatch(/\/checkout\/\d+\/o_/)
    expect(await link.getAttribute('target')).toBe('_top')
  })
})

/** The frame of the picker, once its script runs. */
async function runningFrame() {
  await frame().getByRole('button', { name: 'One more: Supporter' }).waitFor()
  const found = page.frames().find((each) => each.url().includes('/embed/'))
  expect(found).toBeDefined()
  return found
}

describe('a message to or from the picker', () => {
  const dark = { ...envelope, type: 'theme', theme: 'dark' }

  /** The theme of the picker after it received a message that `send` caused. */
  async function themeAfter(send: () => Promise<unknown>): Promise<string | undefined> {
    const picker = await runningFrame()
    await picker?.evaluate(() => {
      window.received = new Promise((resolve) => {
        addEventListener('message', () => resolve(), { once: true })
      })
    })
    await send()
    return picker?.evaluate(async () => {
      await window.received
      return document.documentElement.dataset['theme']
    })
  }

  /** As in a browser that does not enforce `frame-ancestors`. */
  async function openInOtherSite(): Promise<void> {
    await page.route('**/embed/*', async (route) => {
      const response = await route.fetch()
      const { 'content-security-policy': _policy, ...headers } = response.headers()
      await route.fulfill({ response, headers })
    })
    await page.goto(otherSite)
  }

  it('applies a message of its parent page', async () => {
    await page.goto(site)
    expect(await themeAfter(() => say(dark))).toBe('dark')
  })

  it.each([
    ['another nonce', { ...envelope, nonce: 'another-nonce' }],
    ['another version', { ...envelope, version: 2 }],
    ['another source', { ...envelope, source: 'someone' }],
    ['no envelope', {}],
  ])('ignores a message with %s', async (_what, wrong) => {
    await page.goto(site)
    expect(await themeAfter(() => say({ ...wrong, type: 'theme', theme: 'dark' }))).toBeUndefined()
  })

  it('ignores a message of another frame in an allowed page', async () => {
    await page.goto(site)
    await page.evaluate(async () => {
      const sibling = document.createElement('iframe')
      sibling.name = 'sibling'
      sibling.src = '/sibling'
      const loaded = new Promise((resolve) => sibling.addEventListener('load', resolve))
      document.body.append(sibling)
      await loaded
    })
    const send = async () =>
      page.frame('sibling')?.evaluate((message) => window.parent.frames[0]?.postMessage(message, '*'), dark)
    expect(await themeAfter(send)).toBeUndefined()
  })

  it('ignores a message of a parent page that may not frame it', async () => {
    await openInOtherSite()
    expect(await themeAfter(() => say(dark))).toBeUndefined()
  })

  it('sends no message to a parent page that may not frame it', async () => {
    await openInOtherSite()
    const picker = await runningFrame()
    // Messages between two windows arrive in the order in which they were sent.
    await picker?.evaluate(() => window.parent.postMessage({ type: 'last' }, '*'))
    await heardType('last')
    expect((await heard()).map((each) => each['type'])).toEqual(['last'])
  })

  it('is framed by no page of another origin', async () => {
    await page.goto(otherSite)
    await page.waitForLoadState()
    expect(await frame().getByRole('button').count()).toBe(0)
  })
})
