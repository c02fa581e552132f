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
const HELD = /Your order is held until \d\d:\d\d/
const envelope = { source: 'tuvens-ticketing', version: 1, nonce: NONCE }

let test: Harness
let browser: Browser
let parent: Server
let site: string
let page: Page
let event: FakeEvent
/** What the ticket system says of the order, and what was asked of it. */
let order: Record<string, unknown>
let calls: string[]
beforeAll(async () => {
  const port = await freePort()
  site = `http://tuvens.localhost:${port}`
  parent = createServer((_request, response) => {
    const frame = `<iframe title="Tickets" src="${test.url}/embed/${event.id}?nonce=${NONCE}"></iframe>`
    const script = `window.heard=[];addEventListener('message',({data})=>heard.push(data))`
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>Event</title>${frame}<script>${script}</script>`)
  }).listen(port, '127.0.0.1')
  test = await startHarness({ env: { EMBED_ORIGINS: site } })
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
  event.tiers = [{ id: 2, title: 'Supporter', price: 12.5, left: 20 }]
  test.context.shopCache.invalidate(event.id)
  order = { status: 'RESERVED', is_expired: false, reserved_until: '2031-01-05 10:20:00' }
  calls = []
  page = await browser.newPage({ locale: 'en-GB', timezoneId: 'Europe/Amsterdam' })
  page.setDefaultTimeout(60_000)
  await page.route('**/api/public/events/**', async (route) => {
    const { pathname } = new URL(route.request().url())
    calls.push(`${route.request().method()} ${pathname}`)
    if (pathname.endsWith('/abandon')) order = { ...order, status: 'ABANDONED' }
    await route.fulfill({ json: { data: order } })
  })
})
afterEach(() => page.close())

const checkout = (path = `/checkout/${event.id}/o_1234567890abc/details`, origin = test.url) =>
  `${origin}${path}?session_identifier=secret`
const frame = () => page.frameLocator('iframe[title="Tickets"]')
const heardType = (type: string) =>
  page.waitForFunction((wanted) => {
    const { heard } = window as unknown as { heard: { type: string }[] }
    return heard.some((each) => each.type === wanted)
  }, type)

/** Opens the page of an event whose visitor comes back from a checkout. */
async function comeBack(url = checkout()): Promise<void> {
  await page.goto(site)
  await heardType('ready')
  await page.evaluate(
    (message) => document.querySelector('iframe')?.contentWindow?.postMessage(message, '*'),
    { ...envelope, type: 'held', url },
  )
}

describe('who comes back from the checkout to the page of the event', () => {
  it('is shown their order, until when it is held, and the way on', async () => {
    await comeBack()
    await frame().getByText(HELD).waitFor()
    // In the time zone of the visitor.
    await frame().getByText('Your order is held until 11:20 AM.').waitFor()
    const link = frame().getByRole('link', { name: 'Go on with your order' })
    expect(await link.getAttribute('href')).toBe(checkout())
    expect(await link.getAttribute('target')).toBe('_top')
  })

  it('is shown it also when the ticket system does not answer at first', async () => {
    let failures = 1
    await page.route('**/api/public/events/**', (route) =>
      failures-- > 0 ? route.fulfill({ status: 503, json: {} }) : route.fallback(),
    )
    await comeBack()
    await frame().getByText(HELD).waitFor()
    expect(failures).toBeLessThan(0)
  })

  it('can give it back, and the page forgets it', async () => {
    await comeBack()
    await frame().getByRole('button', { name: 'Give it back' }).click()
    await heardType('released')
    await frame().getByText(HELD).waitFor({ state: 'hidden' })
    expect(calls).toContain(`POST /api/public/events/${event.id}/order/o_1234567890abc/abandon`)
  })

  it.each([
    ['has ended', { is_expired: true }],
    ['is finished', { status: 'COMPLETED' }],
    ['was given back', { status: 'ABANDONED' }],
  ])('is not led to an order whose hold %s', async (_what, changed) => {
    order = { ...order, ...changed }
    await comeBack()
    await heardType('released')
    expect(await frame().getByText(HELD).isVisible()).toBe(false)
  })

  it.each([
    ['another event', () => checkout('/checkout/999999/o_1234567890abc/details')],
    ['another origin', () => checkout(undefined, 'https://evil.example')],
    ['another page', () => checkout('/manage/events')],
    ['no address', () => 'no address'],
  ])('is not asked about where the parent page names %s', async (_what, url) => {
    await comeBack(url())
    // Answered only after the message above.
    await page.evaluate(
      (message) => document.querySelector('iframe')?.contentWindow?.postMessage(message, '*'),
      { ...envelope, type: 'theme', theme: 'dark' },
    )
    await frame().locator('html[data-theme="dark"]').waitFor()
    expect(calls).toEqual([])
  })
})

it('who goes back to a picker in a tab of its own is shown their order, too', async () => {
  await page.goto(`${test.url}/embed/${event.id}`)
  await page.getByRole('button', { name: 'One more: Supporter' }).click()
  await page.getByRole('button', { name: 'Get tickets' }).click()
  await page.waitForURL(/\/checkout\//)
  const opened = page.url()
  await page.goBack()
  await page.getByText(HELD).waitFor()
  expect(await page.getByRole('link', { name: 'Go on with your order' }).getAttribute('href')).toBe(opened)
})
