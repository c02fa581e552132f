import type { Tx } from '@tuvens/platform/db/db'
import type { DeliveryContext } from '../deliveries/context.ts'
import { settingsOf } from '../events/settings/settings-shape.ts'
import { type EventRow, findAnyEvent } from '../events/store.ts'
import { rememberTold } from '../events/told.ts'
import { type AllowedMails, allowMails } from './mails/allow-mails.ts'
import { mailOrder } from './mails/write-mails.ts'
import { readProducts } from '../catalogue/read.ts'
import { lockPrices } from '../catalogue/store.ts'
import { missing, Refusal } from '../refusal.ts'
import { publicId, shortId } from '../rest/random.ts'
import { type SendWebhooks, changeWithWebhooks } from '../deliveries/announce.ts'
import { insertAttendees } from './attendee-store.ts'
import { type Details, readDetails } from './input.ts'
import {
  type BuyerOrder,
  type FullOrder,
  isDone,
  readFullOrder,
  requireOrder,
  requireSession,
  rereadOrder,
} from './read.ts'
import { attendeeWebhookShape, orderWebhookShape } from './shape.ts'
import {
  claimOrder,
  finishOrder,
  isClaimed,
  lockOrder,
  type ItemRow,
  type OrderRow,
  releaseClaim,
} from './store.ts'

/** Longer than sending all webhooks of a large order takes. */
const CLAIM_MINUTES = 10

/**
 * Turns a held order into tickets. An order that costs something awaits payment at the door.
 *
 * @throws Refusal 404, 403, 422; 409 when the hold has expired or the order is not open
 */
export async function completeOrder(
  context: DeliveryContext,
  { input, address, ...wanted }: BuyerOrder & { input: unknown; address: string },
): Promise<FullOrder> {
  const order = await requireOrder(context, wanted)
  requireSession(order, wanted.sessionIdentifier)
  if (isDone(order)) throw alreadyDone()
  const { event, details } = await readForOrder(context, order, input)
  await claim(context, order.id)
  await rememberTold(context.db, { eventId: event.id, orderId: order.id })
  try {
    const mails = await allowMails(context, details, address)
    return await changeWithWebhooks(context, event.organizer_id, (tx, sendWebhooks) =>
      finish(tx, context, { event, orderId: order.id, details, sendWebhooks, mails }),
    )
  } catch (error) {
    await releaseClaim(context.db, order.id)
    throw error
  }
}

async function readForOrder(context: DeliveryContext, order: OrderRow, input: unknown) {
  const event = await findAnyEvent(context.db, order.event_id)
  if (event === undefined) throw missing('Event', order.event_id)
  const { items } = await readFullOrder(context.db, order)
  const tickets = await ticketItemsOf(context, event.id, items)
  const { attendee_details_collection_method: method } = settingsOf(event, { email: '', name: '' })
  return { event, details: readDetails(input, { tickets, perTicket: method === 'PER_TICKET' }) }
}

/** The items that are tickets: merchandise has no attendees. */
export async function ticketItemsOf(
  { db }: DeliveryContext,
  eventId: number,
  items: readonly ItemRow[],
): Promise<ItemRow[]> {
  const products = await readProducts(db, [eventId])
  const merchandise = new Set(
    products.filter((each) => each.product_type === 'GENERAL').map((each) => each.id),
  )
  return items.filter((each) => !merchandise.has(each.product_id))
}

/**
 * Keeps the tickets held while the order is completed. Takes the stock lock as new orders do, so that either new orders
 * see the claim, or the hold has expired before and the claim fails.
 */
async function claim({ db }: DeliveryContext, orderId: number): Promise<void> {
  const { items } = await rereadOrder(db, orderId)
  const claimed = await db.begin(async (tx) => {
    await lockPrices(
      tx,
      items.map((each) => each.product_price_id),
    )
    return claimOrder(tx, { id: orderId, minutes: CLAIM_MINUTES })
  })
  if (claimed) return
  const { order } = await rereadOrder(db, orderId)
  throw isDone(order) || order.claimed_until !== null ? alreadyDone() : tooLate()
}

function alreadyDone(): Refusal {
  return new Refusal(409, 'This order has already been processed.')
}

function tooLate(): Refusal {
  return new Refusal(409, 'This order has expired. Please start a new order.')
}

type Finish = {
  event: EventRow
  orderId: number
  details: Details
  sendWebhooks: SendWebhooks
  mails: AllowedMails
}

async function finish(tx: Tx, context: DeliveryContext, finishing: Finish): Promise<FullOrder> {
  const { event, orderId, details, sendWebhooks, mails } = finishing
  const order = await lockOrder(tx, orderId)
  if (order?.status !== 'RESERVED') throw alreadyDone()
  const free = order.total_gross === 0
  await finishOrder(tx, {
    id: order.id,
    status: free ? 'COMPLETED' : 'AWAITING_OFFLINE_PAYMENT',
    payment_status: free ? 'NO_PAYMENT_REQUIRED' : 'AWAITING_OFFLINE_PAYMENT',
    payment_provider: free ? null : 'OFFLINE',
    ...details.buyer,
  })
  await insertAttendees(tx, attendeesOf(context, order, details))
  const full = await rereadOrder(tx, order.id)
  await mailOrder(tx, context, { event, full, mails })
  await sendOrderWebhooks(sendWebhooks, full)
  if (!(await isClaimed(tx, order.id))) throw tooLate()
  return full
}

function attendeesOf({ random }: DeliveryContext, order: OrderRow, { holders }: Details) {
  return holders.map((holder) => ({
    ...holder,
    order_id: order.id,
    event_id: order.event_id,
    short_id: shortId(random, 'a'),
    public_id: publicId(random, 'A'),
    status: order.total_gross === 0 ? ('ACTIVE' as const) : ('AWAITING_PAYMENT' as const),
    locale: order.locale,
  }))
}

async function sendOrderWebhooks(sendWebhooks: SendWebhooks, full: FullOrder): Promise<void> {
  for (const attendee of full.attendees)
    await sendWebhooks('attendee.created', attendeeWebhookShape(attendee))
  await sendWebhooks('order.created', orderWebhookShape(full))
}
