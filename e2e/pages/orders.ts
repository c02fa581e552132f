import { callJson } from '../../scripts/seed/json.ts'
import type { System } from '../harness/system.ts'

export type CheckoutOrder = { eventId: number; shortId: string; session: string }
export type CheckoutOrders = {
  reserved: CheckoutOrder
  reservedPaid: CheckoutOrder
  expired: CheckoutOrder
  done: CheckoutOrder
  /** Paid and cancelled: its money is to be paid back. */
  due: CheckoutOrder & { id: number }
}

type OrderResponse = { data: { short_id: string; session_identifier: string } }
type PublicEventResponse = {
  data: { product_categories: { products: { id: number; type: string; prices: { id: number }[] }[] }[] }
}

const ADA = {
  first_name: 'Ada',
  last_name: 'Lovelace',
  email: 'ada@example.org',
  email_confirmation: 'ada@example.org',
}

/** CheckoutOrders in every state an attendee can meet. */
export async function createOrders(
  system: System,
  { free, paid }: { free: number; paid: number },
): Promise<CheckoutOrders> {
  const [reserved, expired, done] = [
    await reserve(system, free),
    await reserve(system, free),
    await reserve(system, free),
  ]
  const reservedPaid = await reserve(system, paid)
  await system.db('box-office')`
    update orders set reserved_until = now() - interval '1 minute' where short_id = ${expired.shortId}`
  // A page whose hold ends reloads: no slow machine may come to that while it looks at one.
  await system.db('box-office')`
    update orders set reserved_until = now() + interval '10 hours'
    where short_id in (${reserved.shortId}, ${reservedPaid.shortId})`
  await complete(system, done)
  return { reserved, reservedPaid, expired, done, due: await createDue(system, paid) }
}

async function createDue(system: System, eventId: number): Promise<CheckoutOrders['due']> {
  const order = await reserve(system, eventId)
  await complete(system, order)
  const [row] = await system.db('box-office')<{ id: number }[]>`
    with cancelled as (
      update orders set status = 'CANCELLED', payment_status = 'PAYMENT_RECEIVED'
      where short_id = ${order.shortId} returning id),
    attendees as (update attendees set status = 'CANCELLED' where order_id in (select id from cancelled))
    select id::float8 as id from cancelled`
  return { ...order, id: row?.id ?? 0 }
}

async function reserve({ direct }: System, eventId: number): Promise<CheckoutOrder> {
  const base = `${direct.tickets}/api/public/events/${eventId}`
  const event = await callJson<PublicEventResponse>(base)
  const product = event.body.data.product_categories.flatMap((each) => each.products)[0]
  const quantities = [{ price_id: product?.prices[0]?.id, quantity: 2 }]
  const body = { products: [{ product_id: product?.id, quantities }] }
  const { data } = (await callJson<OrderResponse>(`${base}/order`, { method: 'POST', body })).body
  return { eventId, shortId: data.short_id, session: data.session_identifier }
}

async function complete({ direct, db }: System, { eventId, shortId, session }: CheckoutOrder): Promise<void> {
  const items = await db('box-office')<{ product_id: number; product_price_id: number }[]>`
    select i.product_id, i.product_price_id from order_items i join orders o on o.id = i.order_id
    where o.short_id = ${shortId}`
  const products = [1, 2].map(() => ({ ...items[0], ...ADA }))
  await callJson(
    `${direct.tickets}/api/public/events/${eventId}/order/${shortId}?session_identifier=${session}`,
    {
      method: 'PUT',
      headers: { cookie: `session_identifier=${session}` },
      body: { order: ADA, products },
    },
  )
}
