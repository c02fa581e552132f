import { signInOn } from './harness/organiser.ts'
import { eventFields, landingAddress, createLinkedEvent, createOrganiser } from './harness/people.ts'
import { expect, test } from './harness/test.ts'

const MANAGE = /\/manage\/event\/\d+/

test.describe('without JavaScript', () => {
  test('an organiser gets from the event page to the set-up page, and no address contains the token', async ({
    newPerson,
    system,
  }) => {
    const organiser = await createOrganiser(system)
    const event = await organiser.desk.createEvent(eventFields())
    const page = await newPerson({ javaScriptEnabled: false })
    const addresses: string[] = []
    page.on('request', (request) => addresses.push(`${request.url()} ${request.headers()['referer'] ?? ''}`))
    await signInOn(page, system, organiser, `/event/${event.id}`)
    await page.getByRole('button', { name: 'Enable ticketing' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Continue to your tickets')
    const token = (await page.locator('input[name="session_token"]').getAttribute('value')) ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(MANAGE)
    await expect(page.getByText('Getting started').first()).toBeVisible()
    await expect(page.getByText(event.title).first()).toBeVisible()
    expect(addresses.filter((each) => each.includes(token))).toEqual([])
    const linked = await organiser.desk.readEvent(event.id)
    expect(linked.ticketing_phase).toBe('preparing')
  })

  test('an organiser chooses which user continues when another user is signed in on the ticket system', async ({
    newPerson,
    system,
  }) => {
    const first = await createLinkedEvent(system)
    const second = await createLinkedEvent(system)
    const page = await newPerson({ javaScriptEnabled: false })
    for (const { organiser, event } of [first, second]) {
      await page.context().clearCookies({ domain: 'tuvens.localhost' })
      await signInOn(page, system, organiser, `/event/${event.id}`)
      await page.getByRole('button', { name: 'Continue set-up' }).click()
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.waitForURL(/\/manage\/event\/\d+|\/auth\/cross-app\/choose/)
    }
    await expect(page.getByRole('heading', { name: 'Which account do you want to use?' })).toBeVisible()
    await page.getByRole('button', { name: /^Continue as/ }).click()
    await page.waitForURL(MANAGE)
    await expect(page.getByText(second.event.title).first()).toBeVisible()
  })

  test('a link that needs scripts explains this and offers to start again', async ({ newPerson, system }) => {
    const { organiser, event } = await createLinkedEvent(system)
    const page = await newPerson({ javaScriptEnabled: false })
    const address = await landingAddress(page, system, { organiser, event })
    await page.goto(address)
    await expect(page.getByRole('heading', { name: 'This link needs JavaScript' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Start again' })).toBeVisible()
  })
})

test('the button on My events leads to the ticket system without another click when scripts run', async ({
  newPerson,
  system,
}) => {
  const { organiser, event } = await createLinkedEvent(system)
  const page = await newPerson()
  await signInOn(page, system, organiser, '/my-events')
  await page.getByRole('button', { name: 'Continue set-up' }).first().click()
  await page.waitForURL(MANAGE)
  await expect(page.getByText(event.title).first()).toBeVisible()
})

test('a form on another site cannot sign a visitor in with its own token', async ({ newPerson, system }) => {
  const { organiser, event } = await createLinkedEvent(system)
  const session_token = await organiser.desk.sessionToken(event.id)
  const page = await newPerson()
  await page.route('http://evil.localhost/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${system.urls.tickets}/auth/cross-app">
        <input name="session_token" value="${session_token}"><button>Win a prize</button></form>`,
    }),
  )
  await page.goto('http://evil.localhost/')
  await page.getByRole('button', { name: 'Win a prize' }).click()
  await expect(page.getByRole('heading', { name: 'This request came from another site' })).toBeVisible()
  expect(await page.context().cookies(system.urls.tickets)).toEqual([])
})
