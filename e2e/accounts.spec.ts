import type { Locator, Page } from '@playwright/test'
import { randomBytes } from 'node:crypto'
import { TOTP } from 'otpauth'
import { expect, test } from './harness/test.ts'
import type { System } from './harness/system.ts'

const PASSWORD = 'tandem kiosk violet'
const newAddress = () => `${randomBytes(5).toString('hex')}@example.org`

async function signUp(page: Page, system: System, email: string): Promise<void> {
  await page.goto(`${system.urls.site}/sign-up`)
  await page.getByLabel('Your name').fill('Ida Owner')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Confirm your e-mail' })).toBeVisible()
}

async function signIn(page: Page, system: System, email: string, password = PASSWORD): Promise<void> {
  await page.goto(`${system.urls.site}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Opens the link of the newest mail with this subject, as its reader does. */
async function openMail(page: Page, system: System, email: string, subject: string): Promise<void> {
  await expect(async () => {
    await page.goto(`${system.urls.site}/mailbox?address=${encodeURIComponent(email)}`)
    await expect(page.getByRole('heading', { name: subject }).first()).toBeVisible({ timeout: 500 })
  }).toPass()
  const mail = page.getByRole('article').filter({ hasText: subject }).first()
  await mail.getByRole('link').click()
}

async function confirmed(page: Page, system: System, email: string): Promise<void> {
  await signUp(page, system, email)
  await openMail(page, system, email, 'Confirm your e-mail address')
  await page.getByRole('button', { name: 'Yes, confirm it' }).click()
  await expect(page.getByRole('link', { name: 'Account', exact: true })).toBeVisible()
  await expect(page.getByText('Confirm your e-mail')).toHaveCount(0)
}

test('a form is filled in again for the same person after their session ended, and for nobody else', async ({
  newPerson,
  system,
}) => {
  const [page, email, other] = [await newPerson(), newAddress(), newAddress()]
  await confirmed(page, system, other)
  await page.context().clearCookies()
  await confirmed(page, system, email)
  const sendSignedOut = async () => {
    await page.goto(`${system.urls.site}/events/new`)
    await page.getByLabel('Title').fill('Dinner on the roof')
    await page.getByLabel('Description').fill('One\n\ntwo')
    await page.getByLabel('Starts').fill('2030-06-13T20:00')
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Create event' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  }
  const continueAs = async (who: string) => {
    await page.getByLabel('E-mail').fill(who)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'New event' })).toBeVisible()
  }
  await sendSignedOut()
  await continueAs(email)
  await expect(page.getByLabel('Title')).toHaveValue('Dinner on the roof')
  await expect(page.getByLabel('Description')).toHaveValue('One\n\ntwo')
  await expect(page.getByLabel('Starts')).toHaveValue('2030-06-13T20:00')
  await expect(page.getByText('You were signed out before this was sent')).toBeVisible()
  await sendSignedOut()
  await continueAs(other)
  await expect(page.getByLabel('Starts')).toHaveValue('')
  await expect(page.getByLabel('Title')).toHaveValue('')
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test('somebody signs up, confirms, forgets the password and sets a new one', async ({
      newPerson,
      system,
    }) => {
      const [page, email] = [await newPerson({ javaScriptEnabled }), newAddress()]
      await confirmed(page, system, email)
      await page.context().clearCookies()
      await page.goto(`${system.urls.site}/forgot-password`)
      await page.getByLabel('E-mail').fill(email)
      await page.getByRole('button', { name: 'Send the link' }).click()
      await expect(page.getByRole('heading', { name: 'Look in your mail' })).toBeVisible()
      await openMail(page, system, email, 'Set a new password')
      await page.getByLabel('New password').fill('password1234')
      await page.getByRole('button', { name: 'Set the password' }).click()
      await expect(page.getByText('one of the first that others would try').first()).toBeVisible()
      await page.getByLabel('New password').fill('olive barge lantern')
      await page.getByRole('button', { name: 'Set the password' }).click()
      await expect(page.getByRole('heading', { name: 'Your new password is set' })).toBeVisible()
      await signIn(page, system, email)
      await expect(page.getByRole('alert')).toContainText('do not match')
      await signIn(page, system, email, 'olive barge lantern')
      await expect(page.getByRole('link', { name: 'Account', exact: true })).toBeVisible()
    })

    test('a mailed link is kept when its form is refused', async ({ newPerson, system }) => {
      const page = await newPerson({ javaScriptEnabled })
      await page.goto(`${system.urls.site}/verify-email?token=${'t'.repeat(43)}`)
      for (const [password, problem] of [
        ['', 'Enter the password you chose'],
        ['olive barge lantern', 'This link does not work any more'],
      ] as const) {
        await page.getByLabel('Password').fill(password)
        await page.getByRole('button', { name: 'Confirm and sign in' }).click()
        await expect(page.getByRole('alert')).toContainText(problem)
      }
    })

    test('a code of an app is asked for once it is turned on, and a recovery code works once', async ({
      newPerson,
      system,
    }) => {
      const [page, email] = [await newPerson({ javaScriptEnabled }), newAddress()]
      await confirmed(page, system, email)
      await page.goto(`${system.urls.site}/account/two-step`)
      await page.getByLabel('Your password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Go on' }).click()
      const secret = (await page.locator('code').textContent()) ?? ''
      await page.getByLabel('Code', { exact: true }).fill(new TOTP({ secret }).generate())
      await page.getByRole('button', { name: 'Turn it on' }).click()
      await expect(page.getByRole('heading', { name: 'Two-step sign-in is on' })).toBeVisible()
      const [recovery = ''] = await page.locator('code').allTextContents()
      for (const works of [true, false]) {
        await page.context().clearCookies()
        await signIn(page, system, email)
        await page.getByLabel('Code', { exact: true }).fill(recovery)
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
        if (works) await expect(page.getByRole('link', { name: 'Account', exact: true })).toBeVisible()
        else await expect(page.getByRole('alert')).toContainText('That code is not right')
      }
    })

    test('a member is invited, joins, gets another role and is removed', async ({ newPerson, system }) => {
      const [page, guest] = [await newPerson({ javaScriptEnabled }), await newPerson({ javaScriptEnabled })]
      const [email, guestEmail] = [newAddress(), newAddress()]
      await confirmed(page, system, email)
      await page.goto(`${system.urls.site}/team`)
      await page.getByLabel('Their e-mail').fill(guestEmail)
      await page.getByRole('button', { name: 'Invite', exact: true }).click()
      await expect(page.getByText(guestEmail)).toBeVisible()
      await openMail(guest, system, guestEmail, 'Join Ida Owner')
      await signUpFor(guest, guestEmail)
      await guest.getByRole('button', { name: 'Join' }).click()
      await expect(guest.getByRole('heading', { name: 'My events' })).toBeVisible()
      await page.reload()
      await page.getByLabel('Role of Guest', { exact: true }).selectOption('viewer')
      await page.getByRole('button', { name: 'Change the role of Guest' }).click()
      await expect(page.getByText('Viewer: sees sales, orders and attendees').first()).toBeAttached()
      await page.getByRole('link', { name: 'Remove Guest' }).click()
      await expect(page.getByText('their open ticket pages end')).toBeVisible()
      await page.getByRole('button', { name: 'Remove Guest' }).click()
      await expect(page.getByText(guestEmail)).toHaveCount(0)
    })

    test('the other browsers are listed and signed out', async ({ newPerson, system }) => {
      const [page, other] = [await newPerson({ javaScriptEnabled }), await newPerson({ javaScriptEnabled })]
      const email = newAddress()
      await confirmed(page, system, email)
      await signIn(other, system, email)
      await expect(other.getByRole('link', { name: 'Account', exact: true })).toBeVisible()
      await page.goto(`${system.urls.site}/account/sign-ins`)
      await page.getByRole('button', { name: /^End the sign-in/ }).click()
      await expect(page.getByRole('button', { name: /^End the sign-in/ })).toHaveCount(0)
      await other.goto(`${system.urls.site}/account`)
      await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible()
      await page.getByRole('link', { name: 'Sign out everywhere' }).click()
      await page.getByRole('button', { name: 'Sign out everywhere' }).click()
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    })

    test('somebody changes the e-mail, downloads the data and deletes the account', async ({
      newPerson,
      system,
    }) => {
      const [page, email, later] = [await newPerson({ javaScriptEnabled }), newAddress(), newAddress()]
      await confirmed(page, system, email)
      await page.goto(`${system.urls.site}/account/email`)
      await page.getByLabel('New e-mail').fill(later)
      await page.getByLabel('Your password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Mail the link' }).click()
      await openMail(page, system, later, 'Confirm your new e-mail address')
      await page.getByRole('button', { name: 'Yes, use it' }).click()
      await expect(page.getByText(later)).toBeVisible()
      const data = await page.request.get(`${system.urls.site}/account/data`).catch(() => null)
      if (data !== null) expect(await data.text()).toContain(later)
      await page.goto(`${system.urls.site}/account/delete`)
      await page.getByLabel('Your password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Delete everything' }).click()
      await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
      await signIn(page, system, later)
      await expect(page.getByRole('alert')).toContainText('do not match')
    })
  })
}

/** Signs up from the page of an invitation, which is where the guest comes back to. */
async function signUpFor(page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Your name').fill('Guest')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('button', { name: 'Join' })).toBeVisible()
}

/** Moves the focus with the Tab key alone. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const isFocused = () => target.evaluate((element) => element === document.activeElement)
  for (let steps = 0; steps < 40 && !(await isFocused()); steps++) await page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}

test('somebody signs up, invites and takes the invitation back with the keyboard alone', async ({
  newPerson,
  system,
}) => {
  const [page, email, guestEmail] = [await newPerson(), newAddress(), newAddress()]
  await page.goto(`${system.urls.site}/sign-up`)
  await tabTo(page, page.getByRole('button', { name: 'Create account' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Your name')).toBeFocused()
  for (const text of ['Ida Owner', email, PASSWORD]) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Confirm your e-mail' })).toBeVisible()
  await openMail(page, system, email, 'Confirm your e-mail address')
  await tabTo(page, page.getByRole('button', { name: 'Yes, confirm it' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: 'Account', exact: true }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: 'Manage members' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Their e-mail'))
  await page.keyboard.type(guestEmail)
  await page.keyboard.press('Tab')
  await page.keyboard.type('Viewer')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByRole('status')).toContainText('The invitation is on its way')
  await expect(page.getByText(`${guestEmail} – Viewer`)).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: `Take back the invitation of ${guestEmail}` }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByRole('status')).toContainText('taken back')
  await expect(page.getByText(guestEmail)).toHaveCount(0)
})

test('a passkey is added and signs in without a password', async ({ newPerson, system }) => {
  const [page, email] = [await newPerson(), newAddress()]
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true } as const
  const authenticator = { ...options, hasUserVerification: true, isUserVerified: true }
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: authenticator })
  await confirmed(page, system, email)
  await page.goto(`${system.urls.site}/account/passkeys`)
  await page.getByLabel('Name of the passkey').fill('My phone')
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Your passkeys' })).toBeVisible()
  await page.context().clearCookies()
  await page.goto(`${system.urls.site}/sign-in/passkey`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('link', { name: 'Account', exact: true })).toBeVisible()
  await page.goto(`${system.urls.site}/account/passkeys`)
  await page.getByRole('link', { name: 'Remove the passkey My phone' }).click()
  const remove = page.getByRole('button', { name: 'Remove the passkey' })
  await remove.click()
  await expect(page.getByRole('alert')).toContainText('Enter your password')
  await page.getByLabel('Your password').fill(PASSWORD)
  await remove.click()
  await expect(page.getByRole('heading', { name: 'Your passkeys' })).toHaveCount(0)
})

test('a page about passkeys says that they need scripts', async ({ newPerson, system }) => {
  const page = await newPerson({ javaScriptEnabled: false })
  await page.goto(`${system.urls.site}/sign-in/passkey`)
  await expect(page.getByText('Passkeys need JavaScript')).toBeVisible()
  await page.getByRole('link', { name: 'Use your password' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})
