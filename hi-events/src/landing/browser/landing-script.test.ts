import type { Browser, BrowserContext, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../scripts/system/chromium.ts'
import { launchChromium } from '../../../test-support/chromium.ts'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, SITE_URL, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'

let test: Harness
let browser: Browser
let context: BrowserContext
let page: Page
let next = 70
beforeAll(async () => {
  test = await startHarness()
  browser = await launchChromium(findChromium(process.env))
})
afterAll(async () => {
  await browser.close()
  await test.stop()
})
beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
})
afterEach(() => context.close())

const issueToken = () => test.api.issueToken({ event: eventOf(String(next++)) })
const heading = (name: string) => page.getByRole('heading', { name }).waitFor()
/** Holds the script's request until the returned function is called. */
const holdLanding = async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/api/auth/cross-app/validate', async (route) => {
    await released
    await route.continue()
  })
  return release
}

describe('the landing’s script in a browser', () => {
  it.each(['#session_token=', '?session_token=', '?source=tuvens&code='])(
    'signs in with the token in %s…',
    async (form) => {
      await page.goto(`${test.url}/auth/cross-app${form}${issueToken()}`)
      await page.waitForURL(/\/manage\/event\/\d+\/getting-started$/)
      const [login] = (await context.cookies()).filter((each) => each.name === 'token')
      expect(login).toMatchObject({ httpOnly: true, secure: true, sameSite: 'None', path: '/' })
    },
  )

  it('removes the token from the address and the history before it sends a request', async () => {
    const release = await holdLanding()
    const token = issueToken()
    await page.goto(`${test.url}/auth/cross-app#session_token=${token}`)
    await heading('Opening your tickets')
    expect(page.url()).toBe(`${test.url}/auth/cross-app`)
    release()
    await page.waitForURL(/getting-started$/)
    await page.goBack().catch(() => null)
    expect(page.url()).not.toContain(token)
    expect(await page.content()).not.toContain(token)
  })

  it('shows progress when the landing takes long', async () => {
    const release = await holdLanding()
    await page.goto(`${test.url}/auth/cross-app#session_token=${issueToken()}`)
    await page.getByText('Preparing your event').waitFor()
    release()
    await page.waitForURL(/getting-started$/)
  })

  /** The token that the sign-in form of Hi.Events stores; its pages send it instead of the cookie. */
  const plantOldLogin = () => page.evaluate(() => localStorage.setItem('token', 'stale'))
  const oldLogin = () => page.evaluate(() => localStorage.getItem('token'))

  it('removes an older login from the storage, also when the organiser is signed in already', async () => {
    const event = eventOf(String(next++))
    for (const path of [/getting-started$/, /\/manage\/event\/\d+$/]) {
      await page.goto(`${test.url}/embed/1`)
      await plantOldLogin()
      await page.goto(`${test.url}/auth/cross-app#session_token=${test.api.issueToken({ event })}`)
      await page.waitForURL(path)
      expect(await oldLogin()).toBeNull()
    }
  })

  it('has the browser clear an older login from the storage when JavaScript is off', async () => {
    await page.goto(`${test.url}/embed/1`)
    await plantOldLogin()
    const plain = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await context.storageState(),
    })
    const scriptless = await plain.newPage()
    await scriptless.goto(`${test.url}/auth/cross-app?session_token=${issueToken()}`)
    await scriptless.getByRole('button', { name: 'Continue' }).click()
    await scriptless.waitForURL(/getting-started$/)
    expect((await plain.storageState()).origins).toEqual([])
    await plain.close()
  })

  it('names a currency that the ticket system does not support', async () => {
    const event = eventOf(String(next++), { currency: 'HTG' })
    await page.goto(`${test.url}/auth/cross-app#session_token=${test.api.issueToken({ event })}`)
    await heading('The ticket system does not sell in HTG')
    await page.getByText('Choose another currency').waitFor()
  })

  it('explains a used link and links back to the event site', async () => {
    const token = test.api.issueToken({}, 'used')
    const back = encodeURIComponent(`${SITE_URL}/events/hi-events/callback?event_id=33`)
    await page.goto(`${test.url}/auth/cross-app#session_token=${token}&return_url=${back}`)
    await heading('This link has already been used')
    expect(await page.getByRole('link', { name: 'Start again' }).getAttribute('href')).toBe(
      `${SITE_URL}/event/33/enter`,
    )
    const link = await page.getByRole('link', { name: 'Back to the event site' }).getAttribute('href')
    expect(link).toContain('status=error')
  })

  it('explains a link without a token', async () => {
    await page.goto(`${test.url}/auth/cross-app`)
    await heading('This link does not work')
  })

  it('retries after a failure during the landing', async () => {
    test.hiEvents.faults.push({ match: 'POST /api/events', kind: 'cut' })
    await page.goto(`${test.url}/auth/cross-app#session_token=${issueToken()}`)
    await heading('The ticket system is not answering')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.waitForURL(/getting-started$/)
  })

  it('asks which user continues, and signs in the one that was chosen', async () => {
    test.hiEvents.signUp(`else-${next}@else.test`, 'x')
    const other = new Visitor(test)
    await other.signIn(`else-${next}@else.test`, 'x')
    await context.addCookies([{ name: 'token', value: other.login ?? '', url: test.url }])
    await page.goto(`${test.url}/auth/cross-app#session_token=${issueToken()}`)
    await heading('Which account do you want to use?')
    await page.getByRole('button', { name: 'Continue as Olga Organiser' }).click()
    await page.waitForURL(/getting-started$/)
  })

  it('links an existing login after one sign-in', async () => {
    const email = `login-${next}@own.test`
    test.hiEvents.signUp(email, 'their own password')
    const token = test.api.issueToken({ account_id: 4_000 + next, email, event: eventOf(String(next++)) })
    await page.goto(`${test.url}/auth/cross-app#session_token=${token}`)
    await heading('You already have a ticket account')
    await page.getByLabel('Password on the ticket system').fill('their own password')
    await page.getByRole('button', { name: 'Sign in and link' }).click()
    await page.waitForURL(/getting-started$/)
  })

  it('violates no rule of the pages’ Content-Security-Policy', async () => {
    const broken: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedScript/.test(message.text())) broken.push(message.text())
    })
    for (const path of [
      '/auth/cross-app',
      '/auth/cross-app/problem?code=SESSION_EXPIRED',
      '/embed/1',
      `/auth/cross-app?session_token=${issueToken()}`,
    ])
      await page.goto(test.url + path)
    await page.waitForURL(/getting-started$/)
    expect(broken).toEqual([])
  })
})
