import { expect, type Page } from '@playwright/test'
import { ERROR_CODES, type ErrorCode, ERRORS } from '@tuvens/contract'
import { textIn } from '@tuvens/messages'
import { failureTextFor } from '../../hi-events/src/landing/pages/failure-text.ts'
import { withUnreachableTicketSystem } from '../harness/with-unreachable-ticket-system.ts'
import { signInOn } from '../harness/organiser.ts'
import { eventFields, landingAddress, createLinkedEvent, createOrganiser } from '../harness/people.ts'
import type { System } from '../harness/system.ts'
import type { View } from './view.ts'

const text = textIn({ language: 'en', locale: 'en-GB' })

type Open = (page: Page, system: System) => Promise<void>

function landing(name: string, open: Open, as: View['as'] = 'guest'): View {
  return { name: `landing: ${name}`, as, open: (page, { system }) => open(page, system) }
}

const LANDING = '/auth/cross-app'
const KEPT_LOGIN = '/auth/cross-app/login'
const VALIDATE = '**/api/auth/cross-app/validate'
const PASSWORD = 'a password of theirs'

/** The address of a valid link for a new organiser. */
async function freshLink(page: Page, system: System): Promise<string> {
  return landingAddress(page, system, await createLinkedEvent(system))
}

/** Lands as an organiser whose e-mail already has a login on the ticket system. */
async function landWithLogin(page: Page, system: System, accounts = 1): Promise<void> {
  const organiser = await createOrganiser(system)
  await registerOnTicketSystem(system.direct.boxOffice, organiser.email)
  if (accounts > 1) await joinAnotherAccount(system, organiser.email)
  const event = await organiser.desk.createEvent(eventFields())
  await page.goto(await landingAddress(page, system, { organiser, event }))
  await expect(page.getByLabel('Password on the ticket system')).toBeVisible()
}

async function signInOnTicketSystem(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password on the ticket system').fill(password)
  await page.getByRole('button', { name: 'Sign in and link' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
}

/** Every page of the landing in every state, in browsers with scripts. */
export const LANDING_VIEWS: View[] = [
  ...ERROR_CODES.map(problem),
  landing('without a link', async (page, system) => {
    await page.goto(system.urls.tickets + LANDING)
    await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
  }),
  landing('on its way', async (page, system) => {
    await page.route(VALIDATE, () => {})
    await page.goto(await freshLink(page, system))
    await expect(page.getByText('Signing you in…')).toBeVisible()
  }),
  landing('on its way for long', async (page, system) => {
    await page.route(VALIDATE, () => {})
    await page.goto(await freshLink(page, system))
    await expect(page.getByText('Preparing your event.')).toBeVisible()
  }),
  landing('with its script missing', async (page, system) => {
    const { organiser, event } = await createLinkedEvent(system)
    const token = await organiser.desk.sessionToken(event.id)
    await page.route('**/*.js', (route) => route.abort())
    await page.goto(`${system.urls.tickets}${LANDING}?session_token=${token}`)
    await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible()
  }),
  landing('failed, with a second try', async (page, system) => {
    const { organiser, event } = await createLinkedEvent(system)
    const address = await landingAddress(page, system, { organiser, event })
    await withUnreachableTicketSystem(system, async () => {
      await page.goto(address)
      await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    })
  }),
  landing(
    'somebody else is signed in',
    async (page, system) => {
      await page.goto(await freshLink(page, system))
      await expect(page.getByRole('heading', { name: 'Which account do you want to use?' })).toBeVisible()
    },
    'organiser',
  ),
  landing('nobody is signed in any more', async (page, system) => {
    await page.goto(await freshLink(page, system))
    await page.waitForURL(/\/manage\//)
    await page.goto(await freshLink(page, system))
    await expect(page.getByRole('heading', { name: 'Which account do you want to use?' })).toBeVisible()
    await page.context().clearCookies({ name: 'token' })
    await page.reload()
    await expect(page.getByRole('link', { name: 'Go back' })).toBeVisible()
  }),
  landing('the e-mail has a login there', (page, system) => landWithLogin(page, system)),
  landing('that login, with a wrong password', async (page, system) => {
    await landWithLogin(page, system)
    await signInOnTicketSystem(page, 'not the password')
  }),
  landing('that login, with two accounts', async (page, system) => {
    await landWithLogin(page, system, 2)
    await signInOnTicketSystem(page, PASSWORD)
    await expect(page.getByText('Which account?')).toBeVisible()
  }),
  landing('what is kept of that login', async (page, system) => {
    await landWithLogin(page, system)
    await page.getByLabel('Password on the ticket system').fill(PASSWORD)
    await page.getByLabel('Keep my ticket password, encrypted').check()
    await page.getByRole('button', { name: 'Sign in and link' }).click()
    await page.waitForURL(/\/manage\//)
    await page.goto(system.urls.tickets + KEPT_LOGIN)
    await expect(page.getByRole('link', { name: 'Remove the password' })).toBeVisible()
  }),
  landing('what is kept of a login, for a stranger', async (page, system) => {
    await page.goto(system.urls.tickets + KEPT_LOGIN)
    await expect(page.getByText('Then come back to this page')).toBeVisible()
  }),
  landing('the way in, with the site’s scripts missing', async (page, system) => {
    const organiser = await createOrganiser(system)
    const event = await organiser.desk.createEvent(eventFields())
    await signInOn(page, system, organiser, `/event/${event.id}`)
    // Replaces the scripts by an empty one, because a script that fails to load would fail the test.
    const idle = { contentType: 'text/javascript', body: 'export const start = () => {}' }
    await page.route('**/_app/**/*.js', (route) => route.fulfill(idle))
    await page.reload()
    await page.getByRole('button', { name: 'Enable ticketing' }).click()
    await expect(page.getByRole('heading', { name: 'Continue to your tickets' })).toBeVisible()
  }),
]

/** Problem pages look alike when they have the same tone and both show the request id, or both do not. */
function problem(code: ErrorCode): View {
  const view = landing(`problem ${code}`, async (page, { urls }) => {
    await page.goto(`${urls.tickets}${LANDING}/problem?code=${code}&event_id=11`)
  })
  const side = ERRORS[code][0] >= 500 ? 'ours' : 'theirs'
  return { ...view, likeness: `problem, ${failureTextFor(text, code).tone}, ${side}` }
}

/** Registers at the box office directly, because the ticket origin closes registration. */
async function registerOnTicketSystem(boxOffice: string, email: string): Promise<void> {
  const response = await fetch(`${boxOffice}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      first_name: 'Olga',
      last_name: 'Before',
      email,
      password: PASSWORD,
      password_confirmation: PASSWORD,
      timezone: 'UTC',
      currency_code: 'EUR',
      locale: 'en',
    }),
  })
  expect(response.status).toBe(201)
}

/** Adds the user to a second account in the database, because the box office has no page for it. */
async function joinAnotherAccount({ db }: System, email: string): Promise<void> {
  await db('box-office')`
    with other as (
      insert into accounts (name, email, currency_code, timezone)
      values ('Second stage', ${email}, 'EUR', 'UTC') returning id)
    insert into account_users (account_id, user_id, role)
    select other.id, u.id, 'ADMIN' from other, users u where u.email = ${email}`
}
