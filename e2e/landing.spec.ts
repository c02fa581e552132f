import type { Page } from '@playwright/test'
import { enterTicketSystem, signInOn } from './harness/organiser.ts'
import {
  codeChallengeOf,
  eventFields,
  landingAddress,
  createLinkedEvent,
  createOrganiser,
} from './harness/people.ts'
import type { System } from './harness/system.ts'
import { expect, test } from './harness/test.ts'

const MANAGE = /\/manage\/event\/\d+/

test.describe('a link to the ticket system', () => {
  test('explains that it has already been used, and leads back to the event to start again', async ({
    newPerson,
    system,
  }) => {
    const { organiser, event } = await createLinkedEvent(system)
    const page = await newPerson()
    const address = await landingAddress(page, system, { organiser, event })
    await page.goto(address)
    await page.waitForURL(MANAGE)
    const other = await newPerson()
    await other.goto(address)
    await expect(other.getByRole('heading', { name: 'This link has already been used' })).toBeVisible()
    await startAgain(other, system, `/sign-in?next=%2Fevent%2F${event.id}%2Fenter`)
  })

  test('explains that it has expired, and the organiser can start again', async ({ newPerson, system }) => {
    const { organiser, event } = await createLinkedEvent(system)
    const page = await newPerson()
    await signInOn(page, system, organiser)
    const address = await landingAddress(page, system, { organiser, event })
    await system.db(
      'api',
    )`update cross_app_sessions set expires_at = now() - interval '1 ms' where event_id = ${event.id}`
    await page.goto(address)
    await expect(page.getByRole('heading', { name: 'This link has expired' })).toBeVisible()
    await startAgain(page, system, `/event/${event.id}/enter`)
    await enterTicketSystem(page, 'Continue')
  })

  test('explains that it does not work when its token is invented or missing', async ({
    newPerson,
    system,
  }) => {
    const page = await newPerson()
    await page.goto(`${system.urls.tickets}/auth/cross-app#session_token=${'x'.repeat(43)}`)
    await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
    await page.goto(`${system.urls.tickets}/auth/cross-app`)
    await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Start again' })).toBeVisible()
  })

  test('is not consumed by a preview, and leaves no token in the address bar or the history', async ({
    newPerson,
    system,
  }) => {
    const organiser = await createOrganiser(system)
    const event = await organiser.desk.createEvent(eventFields())
    const page = await newPerson()
    const challenge = await codeChallengeOf(page, system, event.id)
    const token = await organiser.desk.sessionToken(event.id, challenge)
    for (const method of ['GET', 'HEAD']) {
      await fetch(`${system.direct.tickets}/auth/cross-app?session_token=${token}`, { method })
    }
    const urls: string[] = []
    page.on('framenavigated', (frame) => urls.push(frame.url()))
    const fragment = `#session_token=${token}&code_challenge=${challenge}`
    await page.goto(`${system.urls.tickets}/auth/cross-app${fragment}`)
    await page.waitForURL(MANAGE)
    await page.goBack().catch(() => null)
    expect(page.url()).not.toContain(token)
    expect(urls.filter((url) => url.includes(token) && !url.endsWith(fragment))).toEqual([])
  })

  test('lets the organiser choose who continues when another user is signed in', async ({
    newPerson,
    system,
  }) => {
    const first = await createLinkedEvent(system)
    const second = await createLinkedEvent(system)
    const page = await newPerson()
    await page.goto(await landingAddress(page, system, first))
    await page.waitForURL(MANAGE)
    await page.goto(await landingAddress(page, system, second))
    await expect(page.getByRole('heading', { name: 'Which account do you want to use?' })).toBeVisible()
    await page.getByRole('button', { name: /^Continue as/ }).click()
    await page.waitForURL(MANAGE)
    await expect(page.getByText(second.event.title).first()).toBeVisible()
  })
})

test.describe('the return to the event site', () => {
  test('ignores a forged success in the address', async ({ newPerson, system }) => {
    const organiser = await createOrganiser(system)
    const event = await organiser.desk.createEvent(eventFields())
    const page = await newPerson()
    await signInOn(page, system, organiser)
    const forged = new URLSearchParams({
      status: 'success',
      event_id: event.id,
      hi_events_event_id: '1',
      account_id: '1',
    })
    await page.goto(`${system.urls.site}/events/hi-events/callback?${forged}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ticketing is not enabled yet')
    await page.goto(`${system.urls.site}/event/${event.id}`)
    await expect(page.getByRole('button', { name: 'Enable ticketing' })).toBeVisible()
  })

  test('offers Continue set-up while the set-up is not finished', async ({ newPerson, system }) => {
    const { organiser, event } = await createLinkedEvent(system)
    const page = await newPerson()
    await signInOn(page, system, organiser, `/event/${event.id}`)
    await enterTicketSystem(page, 'Continue set-up')
  })
})

/** Clicks *Start again*, which leads to the page with the button; a guest signs in first. */
async function startAgain(page: Page, { urls }: System, path: string): Promise<void> {
  await page.getByRole('link', { name: 'Start again' }).click()
  await page.waitForURL(urls.site + path)
}
