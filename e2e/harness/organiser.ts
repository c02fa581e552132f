import { expect, type Page } from '@playwright/test'
import type { TestOrganiser } from './people.ts'
import type { System } from './system.ts'

/** Signs in with the form and waits until the site returns to `path`. */
export async function signInOn(
  page: Page,
  { urls }: Pick<System, 'urls'>,
  person: Pick<TestOrganiser, 'email' | 'password'>,
  path = '/',
): Promise<void> {
  await page.goto(`${urls.site}/sign-in?next=${encodeURIComponent(path)}`)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${urls.site}${path}`)
}

/** Clicks *Enable ticketing* (or another name of the button) and waits for the ticket system. */
export async function enterTicketSystem(
  page: Page,
  button: string | RegExp = 'Enable ticketing',
): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  await page.waitForURL(/\/manage\/event\/\d+/)
}

/** Adds a free ticket, starting on the getting-started page. */
export async function addFreeTicket(page: Page, title: string, places: number): Promise<void> {
  await page.getByRole('link', { name: 'Add a ticket' }).click()
  await page.getByLabel('Name', { exact: true }).first().fill(title)
  await page.getByLabel('Places').first().fill(String(places))
  await page
    .getByRole('button', { name: /^(Add ticket|Add|Save)/ })
    .last()
    .click()
  await expect(page.getByText(title).first()).toBeVisible()
}

export const publish = (page: Page) => page.getByRole('button', { name: 'Publish' }).click()
export const pause = (page: Page) => page.getByRole('button', { name: 'Pause sales' }).click()

/** Moves the dates of the event into the past. */
export async function endEvent(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Starts').fill('2024-05-01T19:00')
  await page.getByLabel('Ends').fill('2024-05-01T22:00')
  await page.getByRole('button', { name: /^Save/ }).click()
}

export async function cancelEvent(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Cancel the event…' }).click()
  await page.getByRole('button', { name: 'Cancel the event' }).click()
}
