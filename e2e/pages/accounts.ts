import { expect, type Page } from '@playwright/test'
import { randomBytes } from 'node:crypto'
import { TOTP } from 'otpauth'
import { createLinkedEvent, createOrganiser } from '../harness/people.ts'
import { signInOn } from '../harness/organiser.ts'
import { PASSWORD } from '../../scripts/seed/seed.ts'
import type { System } from '../harness/system.ts'
import { at, refused } from './site.ts'
import type { View } from './view.ts'

type Open = (page: Page, system: System) => Promise<void>

const view = (name: string, open: Open, as: View['as'] = 'guest'): View => ({
  name: `site: ${name}`,
  as,
  open: (page, { system }) => open(page, system),
})

const TOO_OLD = 't'.repeat(43)
const newAddress = () => `${randomBytes(5).toString('hex')}@example.org`
const press = (page: Page, name: string | RegExp) =>
  page.locator('main').getByRole('button', { name }).first().click()
const expectHeading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()

/** Signs up, so that the e-mail is not confirmed. */
async function signUp(page: Page, { urls }: System): Promise<void> {
  await page.goto(`${urls.site}/sign-up`)
  await page.getByLabel('Your name').fill('Ida Newcomer')
  await page.getByLabel('E-mail').fill(newAddress())
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await press(page, 'Create account')
  await expectHeading(page, 'Confirm your e-mail')
}

/** Begins two-step sign-in as a person of their own. @returns the secret for an app */
async function beginTwoSteps(page: Page, system: System): Promise<string> {
  const person = await createOrganiser(system)
  await signInOn(page, system, person, '/account/two-step')
  await page.getByLabel('Your password').fill(person.password)
  await press(page, 'Go on')
  await expectHeading(page, 'Add Tuvens to your app')
  return (await page.locator('code').textContent()) ?? ''
}

/** Invites somebody as a person of their own. @returns the link of the invitation */
async function invite(page: Page, system: System): Promise<string> {
  const guest = newAddress()
  await signInOn(page, system, await createOrganiser(system), '/team')
  await page.getByLabel('Their e-mail').fill(guest)
  await press(page, 'Invite')
  await expect(page.getByRole('main').getByRole('status')).toContainText('The invitation is on its way')
  const link = page.getByRole('article').getByRole('link').first()
  await expect(async () => {
    await page.goto(`${system.urls.site}/mailbox?address=${guest}`)
    await expect(link).toBeVisible({ timeout: 500 })
  }).toPass()
  return (await link.getAttribute('href')) ?? ''
}

/** Makes an API key as a person of their own; the page shows it. */
async function makeApiKey(page: Page, system: System): Promise<void> {
  await signInOn(page, system, await createOrganiser(system), '/team/api-keys')
  await page.getByLabel('Name').fill('Shop server')
  await page.getByLabel('Create and change its own events').check()
  await page.getByLabel('Let its users sell tickets').check()
  await press(page, 'Make the key')
  await expectHeading(page, 'Your new API key')
}

const confirm = at('confirm an e-mail with the password', `/verify-email?token=${TOO_OLD}`)

/** The pages of own accounts, of teams and of the way to the ticket system, in the states that need a person. */
export const ACCOUNT_VIEWS: View[] = [
  at('sign in, after the step with the code ended', '/sign-in?code-ended'),
  at('sign in with a passkey, refused', '/sign-in/passkey?refused'),
  at('forgot password, sent', '/forgot-password?sent'),
  refused(at('forgot password', '/forgot-password'), 'Send the link'),
  refused(at('reset password', `/reset-password?token=${TOO_OLD}`), 'Set the password'),
  at('reset password, done', '/reset-password?done'),
  refused(confirm, 'Confirm and sign in'),
  refused(at('change of password', '/account/password', 'organiser'), 'Change the password'),
  refused(at('change of e-mail', '/account/email', 'organiser'), 'Mail the link'),
  refused(at('new e-mail', `/account/email/confirm?token=${TOO_OLD}`, 'organiser'), 'Yes, use it'),
  refused(at('deletion of the account', '/account/delete', 'organiser'), 'Delete everything'),
  refused(at('passkeys', '/account/passkeys', 'organiser'), 'Add a passkey'),
  refused(at('team', '/team', 'organiser'), 'Invite'),
  at('account after a change', '/account?done=password', 'organiser'),
  at('invitation declined', '/invitation?declined'),
  at('sign-out everywhere', '/account/sign-ins/everywhere', 'organiser'),
  view('the step with the code', async (page, { urls }) => {
    await page.context().addCookies([{ name: 'tuvens-second-step', value: TOO_OLD, url: urls.site }])
    await page.goto(`${urls.site}/sign-in/code`)
    await press(page, 'Sign in')
    await expect(page.getByRole('alert')).toBeVisible()
  }),
  view('e-mail not confirmed', signUp),
  view('e-mail not confirmed, mailed again', async (page, system) => {
    await signUp(page, system)
    await press(page, 'Send it again')
    await expect(page.getByRole('main').getByRole('status')).toContainText('on its way')
  }),
  view('e-mail not confirmed, the link is too old', async (page, system) => {
    await signUp(page, system)
    await page.goto(`${system.urls.site}/verify-email?token=${TOO_OLD}`)
    await press(page, 'Yes, confirm it')
    await expect(page.getByRole('link', { name: 'Get a new link' })).toBeVisible()
  }),
  view('account, e-mail not confirmed', async (page, system) => {
    await signUp(page, system)
    await page.goto(`${system.urls.site}/account`)
  }),
  view('two-step sign-in, the app', async (page, system) => void (await beginTwoSteps(page, system))),
  view('two-step sign-in, a wrong code', async (page, system) => {
    await beginTwoSteps(page, system)
    await page.getByLabel('Code', { exact: true }).fill('000000')
    await press(page, 'Turn it on')
    await expect(page.getByRole('alert')).toBeVisible()
  }),
  view('two-step sign-in, the recovery codes', async (page, system) => {
    const secret = await beginTwoSteps(page, system)
    await page.getByLabel('Code', { exact: true }).fill(new TOTP({ secret }).generate())
    await press(page, 'Turn it on')
    await expectHeading(page, 'Two-step sign-in is on')
  }),
  view('recovery codes', async (page, system) => {
    const secret = await beginTwoSteps(page, system)
    await page.getByLabel('Code', { exact: true }).fill(new TOTP({ secret }).generate())
    await press(page, 'Turn it on')
    await expectHeading(page, 'Two-step sign-in is on')
    await page.goto(`${system.urls.site}/account/recovery-codes`)
    await expectHeading(page, 'Make new recovery codes?')
  }),
  view('team with an invitation', async (page, system) => {
    await invite(page, system)
    await page.goto(`${system.urls.site}/team`)
  }),
  refused(at('API keys', '/team/api-keys', 'organiser'), 'Make the key'),
  view('API keys, a new one', makeApiKey),
  view('API keys with some', async (page, system) => {
    await makeApiKey(page, system)
    await page.getByRole('link', { name: 'I have kept it' }).click()
    await expectHeading(page, 'API keys')
  }),
  view('rotation of an API key', async (page, system) => {
    await makeApiKey(page, system)
    await page.getByRole('link', { name: 'I have kept it' }).click()
    await page.getByRole('link', { name: 'Rotate' }).click()
    await expectHeading(page, 'Rotate Shop server?')
  }),
  view('revocation of an API key', async (page, system) => {
    await makeApiKey(page, system)
    await page.getByRole('link', { name: 'I have kept it' }).click()
    await page.getByRole('link', { name: 'Revoke' }).click()
    await expectHeading(page, 'Revoke Shop server?')
  }),
  view('invitation, declining', async (page, system) => {
    await page.goto(await invite(page, system))
    await page.getByRole('link', { name: 'Decline' }).click()
    await expectHeading(page, /^Decline the invitation/)
  }),
  view('mailbox with a mail', async (page, system) => void (await invite(page, system))),
  view('invitation for another', async (page, system) => {
    await page.goto(await invite(page, system))
    await expect(page.getByRole('main').getByRole('button', { name: 'Sign out' })).toBeVisible()
  }),
  view('invitation for a guest', async (page, system) => {
    const link = await invite(page, system)
    await page.context().clearCookies()
    await page.goto(link)
  }),
  view('the way to the ticket system', async (page, system) => {
    const { organiser, event } = await createLinkedEvent(system)
    await signInOn(page, system, organiser, `/event/${event.id}/enter`)
  }),
  view('the way to the ticket system, of another organiser', async (page, system) => {
    const { event } = await createLinkedEvent(system)
    await signInOn(page, system, await createOrganiser(system), `/event/${event.id}/enter`)
    await expectHeading(page, 'This event belongs to another organiser')
  }),
]
