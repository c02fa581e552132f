import type { Tx } from '@tuvens/platform/db/db'
import type { BaseContext } from '../base-context.ts'
import { requireEvent } from '../events/read.ts'
import { requireSelling } from '../events/selling.ts'
import type { Principal } from '../rest/principal.ts'
import { isPriceSoldOut } from '../catalogue/availability.ts'
import { readProducts } from '../catalogue/read.ts'
import { isFull } from '../dates/shape.ts'
import { firstDate } from '../dates/several.ts'
import { listOccurrences, lockOccurrences, type OccurrenceRow } from '../dates/store.ts'
import type { EventRow } from '../events/store.ts'
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

/** Adds a person to the waiting list of a price that is sold out, on one date where events have dates. */
export async function joinWaitlist(
  context: BaseContext,
  { eventId, input, address }: { eventId: number; input: unknown; address: string },
): Promise<WaitlistEntry> {
  const event = await requireSelling(context, eventId)
  const entry = readEntry(eventId, input)
  await context.entrances.admit('waitingList', { address, target: entry.email })
  return context.db.begin((tx) => addEntry(tx, context, { event, entry }))
}

type Application = { event: EventRow; entry: NewWaitlistEntry }

/** Holds the stock lock: the price or the date stays sold out meanwhile, and no two entries get the same position. */
async function addEntry(
  tx: Tx,
  context: BaseContext,
  { event, entry: wanted }: Application,
): Promise<WaitlistEntry> {
  await lockPrices(tx, [wanted.product_price_id])
  const date = context.config.shape === 'stock' ? null : await lockDate(tx, context, { event, entry: wanted })
  const entry = { ...wanted, occurrence_id: date?.id ?? null }
  await requireWaitlist(tx, entry, date)
  const [row] = await insertWaitlistEntry(tx, entry)
  if (row === undefined) throw new Refusal(409, 'You are already on the waitlist for this product.')
  return { ...row, position: (await countAhead(tx, row)) + 1 }
}

/**
 * The date that is waited for. As in Hi.Events, an event of the type SINGLE need not name it.
 *
 * @throws Refusal 422 when it takes no orders any more
 */
async function lockDate(
  tx: Tx,
  { clock }: BaseContext,
  { event, entry }: Application,
): Promise<OccurrenceRow> {
  const refuse = (message: string) => invalid('event_occurrence_id', message)
  const dates = await listOccurrences(tx, [event.id])
  if (entry.occurrence_id === null && event.type === 'RECURRING')
    throw refuse('Choose the date that you wait for.')
  const id = entry.occurrence_id ?? firstDate(dates)?.id ?? 0
  await lockOccurrences(tx, [id])
  const date = (await listOccurrences(tx, [event.id])).find((each) => each.id === id)
  const isOpen = date?.status === 'ACTIVE' && (date.end_date ?? date.start_date).getTime() >= clock.now()
  if (date === undefined || !isOpen) throw refuse('This date is not offered any more.')
  return date
}

export async function listWaitlist(
  context: BaseContext,
  principal: Principal,
  eventId: number,
): Promise<WaitlistRow[]> {
  const { id } = await requireEvent(context, principal, eventId)
  return listWaitlistEntries(context.db, id)
}

async function requireWaitlist(
  tx: Tx,
  { event_id, product_price_id }: NewWaitlistEntry,
  date: OccurrenceRow | null,
): Promise<void> {
  const products = await readProducts(tx, [event_id])
  const product = products.find((each) => each.prices.some((price) => price.id === product_price_id))
  const price = product?.prices.find((each) => each.id === product_price_id)
  // The page has its list only where it shows the ticket itself.
  const isShown = !product?.is_hidden && !product?.is_hidden_without_promo_code && !price?.is_hidden
  if (product === undefined || !isShown)
    throw invalid('product_price_id', 'The selected product price id is invalid.')
  if (product.waitlist_enabled !== true)
    throw new Refusal(422, 'The waitlist is not enabled for this product.')
  if (price !== undefined && !isPriceSoldOut(price) && !isFull(date)) throw new Refusal(422, AVAILABLE)
}

const MAX_ID = 2 ** 31 - 1

function readEntry(event_id: number, input: unknown): NewWaitlistEntry {
  const fields = new Fields(input)
  const entry = {
    event_id,
    product_price_id: fields.integer('product_price_id', { min: 1, max: MAX_ID }),
    occurrence_id: fields.optionalInteger('event_occurrence_id', { min: 1, max: MAX_ID }),
    email: fields.email('email'),
    first_name: fields.text('first_name', { max: 40 }),
    last_name: fields.optionalText('last_name', { max: 40 }),
    locale: fields.optionalText('locale', { max: 10 }) ?? 'en',
  }
  fields.done()
  return entry
}

export function waitlistEntryShape({ config }: BaseContext, entry: WaitlistEntry) {
  return {
    id: entry.id,
    event_id: entry.event_id,
    ...(config.shape === 'next' && { event_occurrence_id: entry.occurrence_id }),
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
