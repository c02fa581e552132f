import {
  makeEvent,
  makeProduct,
  type MadeEvent,
  type MadeProduct,
  type Organiser,
  signUp,
} from './organiser.ts'
import type { TestOffice } from './office.ts'
import { Browser, type Page } from './browser.ts'

/** An organiser with one event on sale, and the browser they are signed in with. */
export type EventFixture = MadeEvent & {
  organiser: Organiser
  browser: Browser
  manage: string
  shop: string
}

export async function createEventFixture(
  office: TestOffice,
  details: Record<string, unknown> = {},
): Promise<EventFixture> {
  const organiser = await signUp(office.api)
  const made = await makeEvent(organiser, details)
  const browser = new Browser(office.app)
  browser.cookies.set('token', { value: organiser.token, path: '/' })
  return {
    ...made,
    organiser,
    browser,
    manage: `/manage/event/${made.eventId}`,
    shop: `/event/${made.eventId}`,
  }
}

export function addTicket(
  fixture: EventFixture,
  product: Record<string, unknown> = {},
): Promise<MadeProduct> {
  return makeProduct(fixture.organiser, fixture, product)
}

export const ADA = { first_name: 'Ada', last_name: 'Okafor', email: 'ada@example.com' }

/** Chooses tickets and opens the checkout. */
export async function chooseTickets(
  buyer: Browser,
  { shop }: EventFixture,
  chosen: Record<string, string>,
): Promise<Page> {
  return buyer.submit(shop, chosen)
}

/** Where a page's form goes. */
export function actionOf(page: Page, ending: string): string {
  return new RegExp(`action="([^"]*${ending})"`).exec(page.html)?.[1] ?? ''
}

/** Buys `quantity` of a ticket in Ada's name, and gives the page with the tickets. */
export async function buyTickets(
  buyer: Browser,
  fixture: EventFixture,
  {
    product,
    quantity = 1,
    chosen = {},
  }: { product: MadeProduct; quantity?: number; chosen?: Record<string, string> },
) {
  const details = await chooseTickets(buyer, fixture, {
    [`quantity.${product.priceIds[0]}`]: String(quantity),
    ...chosen,
  })
  const same = Object.fromEntries(
    Array.from({ length: quantity }, (_, seat) => [`ticket.${seat}.same`, 'on']),
  )
  return buyer.submit(actionOf(details, '/details'), { ...ADA, ...same })
}
