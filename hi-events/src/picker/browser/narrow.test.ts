import type { Browser, Page } from '@playwright/test'
import type { ValidatedSession } from '@tuvens/contract'
import { PSEUDO } from '@tuvens/messages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../scripts/system/chromium.ts'
import { launchChromium } from '../../../test-support/chromium.ts'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { choosePage } from '../../landing/pages/choose-page.tsx'
import { failurePage } from '../../landing/pages/failure-page.tsx'
import { failureTextFor } from '../../landing/pages/failure-text.ts'
import { landingPage } from '../../landing/pages/landing-page.tsx'
import { keptLoginPage } from '../../landing/pages/kept-login-page.tsx'
import { signInPage } from '../../landing/pages/sign-in-page.tsx'
import { readerOf } from '../../web/reader.ts'
import { renderPage } from '../../web/page.tsx'

const LINK = `https://example.org/${'y'.repeat(200)}`
const EMAIL = `${'e'.repeat(60)}@${'d'.repeat(50)}.example.org`
const WORDS: Record<string, (length: number) => string> = {
  'one long word': (length) => 'x'.repeat(length),
  'letters from right to left': (length) => 'ש'.repeat(length),
  'emoji of several characters': (length) => '👩‍🎤'.repeat(Math.floor(length / 3)),
}

let test: Harness
let browser: Browser
let event: FakeEvent
let page: Page
beforeAll(async () => {
  test = await startHarness()
  browser = await launchChromium(findChromium(process.env))
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('12') }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  page = await browser.newPage({ viewport: { width: 320, height: 640 } })
})
afterAll(async () => {
  await browser.close()
  await test.stop()
})

/** The width of the page, and what stands out of it. */
async function overflow(): Promise<string[]> {
  return page.evaluate(() => {
    const over = [...document.querySelectorAll('body *')].filter(
      (each) => each.getBoundingClientRect().right > innerWidth + 1,
    )
    const width = document.scrollingElement?.scrollWidth ?? Infinity
    return width > innerWidth ? [`${width} px`, over[0]?.outerHTML.slice(0, 200) ?? ''] : []
  })
}

describe.each(Object.keys(WORDS))('at 320 px, with %s everywhere,', (words) => {
  const word = WORDS[words] as (length: number) => string

  it.each([
    ['tickets', ''],
    ['a wrong code', '?promo_code=XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX&apply=1'],
    ['dates', '?dates=all'],
  ])('the picker with %s does not scroll sideways', async (shown, query) => {
    const description = `<p>${word(200)} ${LINK}</p>`
    event.title = word(150)
    event.status = 'LIVE'
    event.codes = ['JAZZ10']
    event.settings = { ...event.settings, product_page_message: description }
    event.tiers = [
      {
        id: 1,
        title: word(200),
        price: 10,
        left: 5,
        more: { description, highlight_message: word(200), is_highlighted: true },
      },
      { id: 2, title: word(200), price: 10, left: 0, more: { waitlist_enabled: true } },
      { id: 3, title: word(200), price: 5, left: 9, type: 'DONATION' },
    ]
    const date = { end_date: null, status: 'ACTIVE', capacity: 9, used: 0, label: word(100) } as const
    test.hiEvents.world.hasDates = shown === 'dates'
    if (shown === 'dates')
      event.dates = [
        { ...date, id: 1, start_date: '2031-01-01T20:00:00Z' },
        { ...date, id: 2, start_date: '2031-02-01T20:00:00Z' },
      ]
    else delete event.dates
    test.context.shopCache.invalidate(event.id)
    await page.goto(`${test.url}/embed/${event.id}${query}`)
    expect(await page.content()).toContain(word(50))
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true
    })
    expect(await overflow()).toEqual([])
  })

  it('no page of the landing scrolls sideways', async () => {
    const session = {
      name: word(80),
      email: EMAIL,
      organiser: word(100),
      is_bound: false,
    } as ValidatedSession
    const current = { full_name: word(80), email: EMAIL, account_id: 1, id: 1 } as never
    const kept = { account: word(100), loginEmail: EMAIL, kind: 'kept-password' } as const
    const cancelUrl = 'https://site.example/'
    const reader = readerOf({ language: PSEUDO, locale: 'en-GB' })
    const failure = failureTextFor(reader.t, 'PERMISSION_DENIED')
    const wayOn = { label: reader.t('landing.way.event'), url: cancelUrl }
    const signIn = { email: EMAIL, repeatedFor: null, canKeepPassword: true, session, cancelUrl, reader }
    const accounts = [{ id: 1, name: word(100) }] as never
    for (const each of [
      choosePage({ current, session, cancelUrl, reader }),
      landingPage({ script: test.context.assets.landing, parameters: {}, startAgainUrl: cancelUrl, reader }),
      failurePage({
        code: 'API_UNAVAILABLE',
        text: failure,
        wayOn,
        teamUrl: cancelUrl,
        returnUrl: cancelUrl,
        canRetry: true,
        requestId: word(36),
        reader,
      }),
      signInPage(signIn),
      signInPage({ ...signIn, error: 'Choose one.', accounts }),
      keptLoginPage({ kept, removal: null, needsCredential: true, siteUrl: cancelUrl, reader }),
      keptLoginPage({ kept, removal: 'everything', needsCredential: true, siteUrl: cancelUrl, reader }),
    ]) {
      await page.goto('about:blank')
      await page.setContent(renderPage(each).html)
      expect(await overflow(), each.title).toEqual([])
    }
  })
})
