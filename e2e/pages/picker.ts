import { expect, type Page } from '@playwright/test'
import { withUnreachableTicketSystem } from '../harness/with-unreachable-ticket-system.ts'
import type { View } from './view.ts'
import type { DemoWorld } from './world.ts'

type Act = (page: Page, world: DemoWorld) => Promise<void>

/** The picker on its own page, for a demo event by its title or for one of the shops. */
function picker(
  name: string,
  of: string | ((world: DemoWorld) => number),
  { query = '', act }: { query?: string; act?: Act } = {},
): View {
  return {
    name: `picker: ${name}`,
    as: 'guest',
    open: async (page, world) => {
      const hiId = typeof of === 'string' ? world.hiId(of) : of(world)
      await page.goto(`${world.system.urls.tickets}/embed/${hiId}${query}`)
      await act?.(page, world)
    },
  }
}

const recorded = ({ shops }: DemoWorld) => shops.recorded.hiId
const yen = ({ shops }: DemoWorld) => shops.yen.hiId
const get = (page: Page) => page.getByRole('button', { name: 'Get tickets' }).click()
const more = (page: Page, title: string) => page.getByRole('button', { name: `One more: ${title}` }).click()

async function refused(page: Page): Promise<void> {
  await expect(page.getByRole('alert').first()).toBeVisible()
}

async function choose(page: Page): Promise<void> {
  for (const title of ['Paid with tax and fee', 'Paid with tax and fee', 'Tiered, Regular', 'Donation'])
    await more(page, title)
}

async function apply(page: Page, code: string): Promise<void> {
  await page.getByText('Have a code?').click()
  await page.getByLabel('Promo code').fill(code)
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.waitForURL(/promo_code=/)
}

async function join(page: Page, email: string): Promise<void> {
  await page.locator('summary', { hasText: 'Join the waiting list' }).click()
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
}

let people = 0

/** The ticket picker in every state. */
export const PICKER_VIEWS: View[] = [
  picker('every shape', recorded),
  picker('every shape, some chosen', recorded, { act: choose }),
  picker('every shape, a code applied', recorded, { act: (page) => apply(page, 'JAZZ10') }),
  picker('every shape, a wrong code', recorded, { act: (page) => apply(page, 'NOPE') }),
  picker('more than there are', recorded, {
    act: async (page) => {
      await page.getByLabel('How many: T-shirt').fill('3')
      await page.getByLabel('How many: Free').evaluate((input: HTMLInputElement) => (input.max = '99'))
      await page.getByLabel('How many: Free').fill('9')
      await get(page)
      await refused(page)
    },
  }),
  picker('a waiting list', recorded, {
    act: (page) => page.locator('summary', { hasText: 'Join the waiting list' }).click(),
  }),
  picker('a waiting list, joined', recorded, {
    act: async (page) => {
      await join(page, `ada-${people++}@example.org`)
      await expect(page.getByText('You are on the waiting list')).toBeVisible()
    },
  }),
  picker('a waiting list, refused', recorded, {
    act: async (page) => {
      // The second request is refused, because the e-mail is already on the waiting list.
      const email = `twice-${people++}@example.org`
      await join(page, email)
      await expect(page.getByText('You are on the waiting list')).toBeVisible()
      await page.reload()
      await join(page, email)
      await refused(page)
    },
  }),
  picker('yen, taxes on top, limits', yen, { query: '?locale=en-GB', act: (page) => more(page, 'A table') }),
  picker('yen, in German', yen, { query: '?locale=de' }),
  picker('no tickets', ({ shops }) => shops.empty.hiId),
  picker('on sale', 'Late set'),
  picker('several prices', 'Signals'),
  picker('donations', 'Afternoon matinee'),
  picker('sold out', 'Listening night'),
  picker('not yet', 'The long night'),
  picker('over', 'Glaze chemistry'),
  picker('paused', 'Raku'),
  picker('cancelled', 'Hot club'),
  picker('nothing there', () => 999_999),
  picker('nothing chosen', 'Late set', {
    act: async (page) => {
      await get(page)
      await refused(page)
    },
  }),
  picker('the ticket system is away', recorded, {
    act: (page, { system }) =>
      withUnreachableTicketSystem(system, async () => {
        await expect(async () => {
          await page.reload()
          await expect(page.getByText('This is what was on sale a moment ago')).toBeVisible({ timeout: 500 })
        }).toPass()
      }),
  }),
  {
    name: 'picker: the ticket system was never there',
    as: 'guest',
    open: (page, { system }) =>
      withUnreachableTicketSystem(system, async () => {
        // A new event id, because the ticket origin still has the last response for a known one.
        await page.goto(`${system.urls.tickets}/embed/${700_000 + people++}`)
        await expect(page.getByText('Try again in a moment')).toBeVisible()
      }),
  },
  {
    name: 'site: event with every shape of ticket',
    as: 'guest',
    open: async (page, { system, shops }) => {
      await page.goto(`${system.urls.site}/event/${shops.recorded.eventId}`)
      await expect(page.locator('[data-health="ready"]')).toBeAttached()
    },
  },
]
