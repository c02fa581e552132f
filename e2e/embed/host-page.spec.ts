import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { freePort } from '@tuvens/platform/free-port'
import {
  addressOf,
  elementOf,
  type ForeignSites,
  openForeignSites,
  ticketsOn,
  told,
} from '../harness/foreign-site.ts'
import { createEventOnSale, type LinkedTestEvent } from '../harness/people.ts'
import { expect, test } from '../harness/test.ts'

let sites: ForeignSites
let linked: LinkedTestEvent
/** How many streams the API holds open. */
let openStreams: () => Promise<number>

test.beforeAll(async ({ system }) => {
  const { api } = system.parts
  const port = await freePort()
  Object.assign(api.spec.env, { METRICS_PORT: String(port) })
  await api.stop()
  await api.start()
  openStreams = async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    return Number(/^tuvens_stream_connections (\d+)/m.exec(text)?.[1])
  }
  sites = await openForeignSites(system)
  linked = await createEventOnSale(system)
  await linked.organiser.desk.setFraming(linked.event.id, [sites.venue])
})
test.afterAll(() => sites.close())

const seat = (page: Page) => ticketsOn(page).getByRole('button', { name: 'One more: Free seat' })

/** Pixels that a reader would have to scroll sideways, of the page and of its frame. */
async function widerThanScreen(page: Page): Promise<number[]> {
  const wider = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  return Promise.all(page.frames().map((frame) => frame.evaluate(wider)))
}

test('a page of another site is accessible with its tickets: axe, 320 pixels or 400 % zoom, forced colours', async ({
  newPerson,
}) => {
  // 1280 pixels at 400 % are 320 CSS pixels (WCAG 2.2, 1.4.10).
  const page = await newPerson({ viewport: { width: 320, height: 256 }, reducedMotion: 'reduce' })
  await page.goto(addressOf(sites.venue, elementOf(linked.event.id)))
  await expect(seat(page)).toBeVisible()
  expect(await widerThanScreen(page)).toEqual([0, 0])
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])

  await page.emulateMedia({ forcedColors: 'active' })
  const border = (element: Element) => getComputedStyle(element).borderTopWidth
  expect(await seat(page).evaluate(border)).not.toBe('0px')
  expect(await ticketsOn(page).getByRole('button', { name: 'Get tickets' }).evaluate(border)).not.toBe('0px')
})

test('tickets follow the language, direction, theme and event of their page, and its way back', async ({
  newPerson,
  system,
}) => {
  const page = await newPerson()
  await page.goto(addressOf(sites.venue, elementOf(linked.event.id)))
  const root = ticketsOn(page).locator('html')
  await expect(root).toHaveAttribute('dir', 'ltr')
  await page.evaluate(() => {
    document.documentElement.className = 'dark'
    Object.assign(document.documentElement, { lang: 'ar', dir: 'rtl' })
  })
  await expect(root).toHaveAttribute('dir', 'rtl')
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await expect(ticketsOn(page).locator('body')).toHaveAttribute('data-locale', 'ar')
  await page.evaluate(() => {
    document.documentElement.className = ''
    Object.assign(document.documentElement, { lang: 'de', dir: 'ltr' })
  })
  await expect(root).not.toHaveAttribute('data-theme', 'dark')
  await expect(ticketsOn(page).locator('body')).toHaveAttribute('data-locale', 'de')

  // A page that is kept in memory for the way back has no stream meanwhile, and follows the event again after it.
  await page.goto(`${sites.band}/host.css`)
  await page.goBack()
  await expect(seat(page)).toBeVisible()
  await linked.tickets.setStatus(linked.hiEventId, 'DRAFT')
  await expect(ticketsOn(page).getByText('Ticket sales are paused')).toBeVisible()
  await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
  await expect(seat(page)).toBeVisible()

  // As an app does that changes its pages by itself.
  const other = await createEventOnSale(system)
  await other.organiser.desk.setFraming(other.event.id, [sites.venue])
  await page.evaluate(
    (id) => document.querySelector('tuvens-tickets')?.setAttribute('event', id),
    other.event.id,
  )
  await expect(ticketsOn(page).locator(`body[data-live-event="${other.event.id}"]`)).toBeVisible()
})

test('an element that is put in and taken out 50 times leaves no frame, listener or stream', async ({
  newPerson,
}) => {
  const page = await newPerson()
  await page.goto(addressOf(sites.venue, ''))
  const streamsBefore = await openStreams()
  const measure = await page.context().newCDPSession(page)
  await measure.send('Performance.enable')
  const count = async () => {
    await measure.send('HeapProfiler.collectGarbage')
    const { metrics } = await measure.send('Performance.getMetrics')
    const values = new Map(metrics.map(({ name, value }) => [name, value]))
    return ['JSEventListeners', 'Frames', 'Documents'].map((name) => values.get(name) ?? 0)
  }
  const mountAndUnmount = (times: number) =>
    page.evaluate(
      async ({ id, times }) => {
        for (let mount = 0; mount < times; mount++) {
          const element = document.createElement('tuvens-tickets')
          element.setAttribute('event', id)
          const ready = new Promise((resolve) => element.addEventListener('tuvens:ready', resolve))
          document.body.append(element)
          await ready
          element.remove()
        }
      },
      { id: linked.event.id, times },
    )
  // What the first one creates once stays: the definitions.
  await mountAndUnmount(1)
  const before = await count()
  await mountAndUnmount(50)
  await expect.poll(count).toEqual(before)
  expect(page.frames()).toHaveLength(1)
  await expect.poll(openStreams).toBe(streamsBefore)
})

test('a button opens the tickets in a dialog, gives the focus back, and works again after it was moved while open', async ({
  newPerson,
}) => {
  const page = await newPerson()
  page.setDefaultTimeout(60_000)
  const button = `<p id="a"><tuvens-button event="${linked.event.id}"><button>Get your tickets</button></tuvens-button></p><p id="b"></p>`
  await page.goto(addressOf(sites.venue, button))
  const dialog = page.getByRole('dialog', { name: 'Tickets' })
  const framed = dialog.frameLocator('iframe').getByRole('button', { name: 'One more: Free seat' })
  const opener = page.getByRole('button', { name: 'Get your tickets' })
  await opener.focus()
  await page.keyboard.press('Enter')
  await expect(framed).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(framed).toBeVisible()
  await page.evaluate(() => {
    const element = document.querySelector('tuvens-button')
    if (element) document.querySelector('#b')?.append(element)
  })
  await expect(dialog).toBeHidden()
  await opener.click()
  await framed.click()
  const opened = page.context().waitForEvent('page')
  await dialog.frameLocator('iframe').getByRole('button', { name: 'Get tickets' }).click()
  await (await opened).waitForURL(/\/checkout\/\d+\/[^/]+\/details/)
  await page.bringToFront()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
  expect((await told(page)).map(({ name }) => name)).toEqual(['ready', 'ready', 'checkout'])
})
