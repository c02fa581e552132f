import { enterTicketSystem, signInOn } from './harness/organiser.ts'
import {
  codeChallengeOf,
  createLinkedEvent,
  createOrganiser,
  eventFields,
  landingAddress,
} from './harness/people.ts'
import { expect, test } from './harness/test.ts'

const MANAGE = /\/manage\/event\/\d+/

test.describe('a link that somebody sends', () => {
  test('signs its reader in as nobody when another browser asked for it', async ({ newPerson, system }) => {
    const attacker = await createLinkedEvent(system)
    const [theirs, victim] = [await newPerson(), await newPerson()]
    const link = await landingAddress(theirs, system, attacker)
    await victim.goto(link)
    await expect(victim.getByRole('heading', { name: 'This link belongs to another browser' })).toBeVisible()
    expect(await victim.context().cookies(system.urls.tickets)).toEqual([])
    await theirs.goto(link)
    await expect(theirs.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()
  })

  test('asks before it signs anybody in when no browser asked for it, and links nothing', async ({
    newPerson,
    system,
  }) => {
    const { organiser, event } = await createLinkedEvent(system)
    const token = await organiser.desk.sessionToken(event.id)
    const reader = await newPerson()
    await reader.goto(`${system.urls.tickets}/auth/cross-app#session_token=${token}`)
    await expect(reader.getByRole('heading', { name: 'Which account do you want to use?' })).toBeVisible()
    await expect(reader.getByText('you asked for the link yourself')).toBeVisible()
    await expect(reader.getByText(organiser.email)).toBeVisible()
  })

  test('to the start gives a reader who did not click nothing but the button', async ({
    newPerson,
    system,
  }) => {
    const { organiser, event } = await createLinkedEvent(system)
    const page = await newPerson()
    await signInOn(page, system, organiser)
    await page.goto(`${system.urls.tickets}/auth/cross-app/start?event_id=${event.id}`)
    await page.waitForURL(`${system.urls.site}/event/${event.id}/enter`)
    await expect(page.getByRole('heading', { name: 'Continue to your tickets' })).toBeVisible()
    await enterTicketSystem(page, 'Continue')
  })

  test('with a code challenge of the sender creates no session for a reader who did not click', async ({
    newPerson,
    system,
  }) => {
    const { organiser, event } = await createLinkedEvent(system)
    const [sender, reader] = [await newPerson(), await newPerson()]
    const challenge = await codeChallengeOf(sender, system, event.id)
    await signInOn(reader, system, organiser)
    const issued = () => system.db('api')<{ n: number }[]>`select count(*)::int as n from cross_app_sessions`
    const before = await issued()
    await reader.goto(`${system.urls.site}/event/${event.id}/enter?code_challenge=${challenge}`)
    await reader.waitForURL(`${system.urls.site}/event/${event.id}/enter`)
    expect(await issued()).toEqual(before)
  })
})

test.describe('one click', () => {
  test('in each of two tabs at once leads both into the ticket system', async ({ newPerson, system }) => {
    const organiser = await createOrganiser(system)
    const events = [
      await organiser.desk.createEvent(eventFields()),
      await organiser.desk.createEvent(eventFields()),
    ]
    const first = await newPerson()
    await signInOn(first, system, organiser)
    const tabs = [first, await first.context().newPage()]
    for (const [at, tab] of tabs.entries()) await tab.goto(`${system.urls.site}/event/${events[at]?.id}`)
    await Promise.all(tabs.map((tab) => enterTicketSystem(tab)))
    for (const tab of tabs) expect(tab.url()).toMatch(MANAGE)
  })

  test('works again after the back button, which leads to the event', async ({ newPerson, system }) => {
    const organiser = await createOrganiser(system)
    const event = await organiser.desk.createEvent(eventFields())
    const page = await newPerson()
    await signInOn(page, system, organiser, `/event/${event.id}`)
    await enterTicketSystem(page)
    await page.goBack()
    await page.waitForURL(`${system.urls.site}/event/${event.id}`)
    await enterTicketSystem(page, /^(Enable ticketing|Continue set-up)$/)
  })

  test('of a tab that went stale leads over the sign-in to the button', async ({ newPerson, system }) => {
    const organiser = await createOrganiser(system)
    const event = await organiser.desk.createEvent(eventFields())
    const page = await newPerson()
    await signInOn(page, system, organiser, `/event/${event.id}`)
    await page.context().clearCookies({ domain: 'tuvens.localhost' })
    await page.getByRole('button', { name: 'Enable ticketing' }).click()
    await page.waitForURL(/\/sign-in\?next=/)
    await page.getByLabel('E-mail').fill(organiser.email)
    await page.getByLabel('Password').fill(organiser.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await enterTicketSystem(page, 'Continue')
  })
})
