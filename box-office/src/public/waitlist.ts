import type { Tx } from '@tuvens/platform/db/db'
import type { BaseContext } from '../base-context.ts'
import { requireEvent } from '../events/read.ts'
import { requireSelling } from '../events/selling.ts'
import type { Principal } from '../rest/principal.ts'
import { isPriceSoldOut } from '../catalogue/availability.ts'
import { readProducts } from '../catalogue/read.ts'
import { lockPrices } from '../catalogue/store.ts'
import { invalid, Refusal } from '../refusal.ts'
import { isoMicros } from '../rest/dates.ts'
import { Fields } from '../rest/fields.ts'
import {
  countAhead,
  insertWaitlistEntry,
  listWaitlistEntries,
  type NewWaitlistEntry,
  type WaitlistRow,
} from './store.ts'

export const AVAILABLE = 'This product is still available.'

export type WaitlistEntry = WaitlistRow & { position: number }

/** Adds a person to the waiting list of a price that is sold out. */
export async function joinWaitlist(
  context: BaseContext,
  { eventId, input, address }: { eventId: number; input: unknown; address: string },
): Promise<WaitlistEntry> {
  await requireSelling(context, eventId)
  const entry = readEntry(eventId, input)
  await context.entrances.admit('waitingList', { address, target: entry.email })
  return context.db.begin((tx) => addEntry(tx, entry))
}

/** Holds the stock lock: the price stays sold out meanwhile, and no two entries get the same position. */
async function addEntry(tx: Tx, entry: NewWaitlistEntry): Promise<WaitlistEntry> {
  await lockPrices(tx, [entry.product_price_id])
  await requireWaitlist(tx, entry)
  const [row] = await insertWaitlistEntry(tx, entry)
  if (row === undefined) throw new Refusal(409, 'You are already on the waitlist for this product.')
  return { ...row, position: (await countAhead(tx, row)) + 1 }
}

export async function listWaitlist(
  context: BaseContext,
  principal: Principal,
  eventId: number,
): Promise<WaitlistRow[]> {
  const { id } = await requireEvent(context, principal, eventId)
  return listWaitlistEntries(context.db, id)
}

async function requireWaitlist(tx: Tx, { event_id, product_price_id }: NewWaitlistEntry): Promise<void> {
  const products = await readProducts(tx, [event_id])
  const product = products.find((each) => each.prices.some((price) => price.id === product_price_id))
  const price = product?.prices.find((each) => each.id === product_price_id)
  // The page has its list only where it shows the ticket itself.
  const isShown = !product?.is_hidden && !product?.is_hidden_without_promo_code && !price?.is_hidden
  if (product === undefined || !isShown)
    throw invalid('product_price_id', 'The selected product price id is invalid.')
  if (product.waitlist_enabled !== true)
    throw new Refusal(422, 'The waitlist is not enabled for this product.')
  if (price !== undefined && !isPriceSoldOut(price)) throw new Refusal(422, AVAILABLE)
}

function readEntry(event_id: number, input: unknown): NewWaitlistEntry {
  const fields = new Fields(input)
  const entry = {
    event_id,
    product_price_id: fields.integer('product_price_id', { min: 1, max: 2 ** 31 - 1 }),
    email: fields.email('email'),
    first_name: fields.text('first_name', { max: 40 }),
    last_name: fields.optionalText('last_name', { max: 40 }),
    locale: fields.optionalText('locale', { max: 10 }) ?? 'en',
  }
  fields.done()
  return entry
}

export function waitlistEntryShape(entry: WaitlistEntry) {
  return {
    id: entry.id,
    event_id: entry.event_id,
    product_price_id: entry.product_price_id,
    email: entry.email,
    first_name: entry.first_name,
    last_name: entry.last_name,
    status: entry.status,
    position: entry.position,
    offered_at: null,
    offer_expires_at: null,
    purchased_at: null,
    cancelled_at: null,
    order_id: null,
    locale: entry.locale,
    product: null,
    product_price: null,
    created_at: isoMicros(entry.created_at),
    updated_at: isoMicros(entry.updated_at),
  }
}
