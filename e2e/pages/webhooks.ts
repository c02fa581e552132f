import { expect, type Page } from '@playwright/test'
import { signInOn } from '../harness/organiser.ts'
import { createOrganiser } from '../harness/people.ts'
import type { System } from '../harness/system.ts'
import { at, refused } from './site.ts'
import type { View } from './view.ts'

const press = (page: Page, name: string) =>
  page.locator('main').getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string) =>
  expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()

/** Creates an endpoint as a person of their own. The signing secret is shown. */
async function create(page: Page, system: System): Promise<void> {
  await signInOn(page, system, await createOrganiser(system), '/team/webhooks/new')
  await page.getByLabel('Address').fill('https://hooks.tuvens.example/tickets-and-more/messages')
  await page.getByLabel('Note').fill('Box office at the main entrance')
  await press(page, 'Create endpoint')
  await heading(page, 'Endpoint created')
}

/** The page of a new endpoint. */
async function open(page: Page, system: System): Promise<void> {
  await create(page, system)
  await page.getByRole('link', { name: 'I have copied it' }).click()
  await heading(page, 'Webhook endpoint')
}

const view = (name: string, show: (page: Page, system: System) => Promise<void>): View => ({
  name: `site: ${name}`,
  as: 'guest',
  open: (page, { system }) => show(page, system),
})

/** The pages of webhooks out, in the states that need a person. */
export const WEBHOOK_VIEWS: View[] = [
  at('webhooks, none yet', '/team/webhooks', 'organiser'),
  refused(at('new webhook endpoint', '/team/webhooks/new', 'organiser'), 'Create endpoint'),
  view('new webhook endpoint, its secret', create),
  view('webhooks', async (page, system) => {
    await open(page, system)
    await page.locator('main').getByRole('link', { name: 'Webhooks' }).click()
    await heading(page, 'Webhooks')
  }),
  view('webhook endpoint, new secret', async (page, system) => {
    await open(page, system)
    await press(page, 'New signing secret')
    await expect(page.getByRole('heading', { name: 'Signing secret' })).toBeVisible()
  }),
  view('webhook endpoint, disabled', async (page, system) => {
    await open(page, system)
    await press(page, 'Disable')
    await expect(page.locator('main').getByRole('button', { name: 'Enable' })).toBeVisible()
  }),
  view('webhook endpoint, deletion', async (page, system) => {
    await open(page, system)
    await page.getByRole('link', { name: 'Delete this endpoint' }).click()
    await heading(page, 'Delete this endpoint?')
  }),
  view('webhook message', async (page, system) => {
    await open(page, system)
    await press(page, 'Send a test message')
    await page.locator('main').getByRole('link', { name: 'Test message' }).click()
    await heading(page, 'Test message')
    await expect(async () => {
      await page.reload()
      await expect(page.getByText('No connection')).toBeVisible({ timeout: 500 })
    }).toPass()
  }),
]
