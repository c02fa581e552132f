import { type Browser, firefox } from '@playwright/test'
import { join } from 'node:path'
import { ensureDebianPackages } from '../../scripts/system/debian.ts'
import { PlainError } from '../../scripts/system/plain-error.ts'
import { completeCheckout } from '../harness/attendee.ts'
import {
  addressOf,
  elementOf,
  type ForeignSites,
  openForeignSites,
  ticketsOn,
  told,
} from '../harness/foreign-site.ts'
import { createEventOnSale } from '../harness/people.ts'
import { ROOT } from '../harness/system.ts'
import { expect, test } from '../harness/test.ts'

const FIREFOX = '/usr/bin/firefox-esr'
const ALL_THIRD_PARTY = 1

let sites: ForeignSites
let browser: Browser | undefined
let reason = ''

test.beforeAll(async ({ system }) => {
  test.setTimeout(600_000)
  sites = await openForeignSites(system)
  try {
    await ensureDebianPackages(['firefox-esr'], {
      logs: join(ROOT, '.data', 'logs'),
      purpose: 'This test needs',
    })
    browser = await launch()
  } catch (error) {
    if (!(error instanceof PlainError)) throw error
    reason = error.message
    process.stderr.write(`Not tested in Firefox: ${reason}\n`)
  }
})
test.afterAll(() => Promise.all([sites.close(), browser?.close()]))

/** Debian's Firefox, by WebDriver BiDi, rejecting the cookies and storage of third parties. */
async function launch(): Promise<Browser> {
  const started = await firefox.launch({
    channel: 'moz-firefox',
    executablePath: FIREFOX,
    firefoxUserPrefs: {
      'network.cookie.cookieBehavior': ALL_THIRD_PARTY,
      // With one process for each site, the input of BiDi does not reach the frames of other sites.
      'fission.autostart': false,
    },
  })
  leaveOutMediaFeatures(started)
  return started
}

type Session = { send: (method: string, ...more: unknown[]) => Promise<unknown> }

/** Playwright sends each new page a command of BiDi that this Firefox does not have yet, to emulate a theme: no test here does. */
function leaveOutMediaFeatures(browser: object): void {
  const { _connection: connection } = browser as {
    _connection: { toImpl: (each: object) => { _browserSession: Session } }
  }
  const { _browserSession: session } = connection.toImpl(browser)
  const send = session.send.bind(session)
  session.send = (method, ...more) =>
    method === 'emulation.setMediaFeaturesOverride' ? Promise.resolve({}) : send(method, ...more)
}

/** What a frame of another site may store. */
function storage(): string {
  try {
    localStorage.setItem('third', 'party')
    return 'stored'
  } catch {
    document.cookie = 'third=party; SameSite=None; Secure'
    return document.cookie
  }
}

test('Firefox, which rejects third-party storage, sells a ticket on a page under a strict policy, and tells it once', async ({
  system,
}) => {
  test.skip(browser === undefined, reason)
  const { event, organiser } = await createEventOnSale(system)
  await organiser.desk.setFraming(event.id, [sites.venue])
  if (browser === undefined) return
  const page = await browser.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(addressOf(sites.venue, elementOf(event.id)))
  const more = ticketsOn(page).getByRole('button', { name: 'One more: Free seat' })
  await expect(more).toBeVisible()
  expect(await more.evaluate(storage)).toBe('')
  await more.click()
  const opened = page.context().waitForEvent('page')
  await ticketsOn(page).getByRole('button', { name: 'Get tickets' }).click()
  const checkout = await opened
  await completeCheckout(checkout)
  await page.bringToFront()
  const names = async () => (await told(page)).map(({ name }) => name)
  await expect.poll(names).toEqual(['ready', 'checkout', 'order-complete'])
  await page.reload()
  await expect(more).toBeVisible()
  expect(await names()).toEqual(['ready'])
})
