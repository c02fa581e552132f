import type { FastifyReply } from 'fastify'
import type { OrderContext } from '../orders/context.ts'
import { findAnyEvent } from '../events/store.ts'
import { abandonOrder } from '../orders/abandon.ts'
import { completeOrder } from '../orders/complete.ts'
import { type BuyerOrder, type FullOrder, readBuyerOrder } from '../orders/read.ts'
import { reserveOrder } from '../orders/reserve.ts'
import { publicWithDates } from '../events/dates/dated-shape.ts'
import { buyerAttendeeShape, datedItemShape, buyerOrderShape, orderEventShape } from '../orders/shape.ts'
import { findOrganizer } from '../organizers/store.ts'
import { readProducts } from '../catalogue/read.ts'
import { usablePromo } from '../products/promo.ts'
import { missing } from '../refusal.ts'
import { type Api, type Call, eventOf } from '../rest/api.ts'
import { publicEventShape, readPublicEvent } from './event.ts'
import { joinWaitlist, waitlistEntryShape } from './waitlist.ts'

/** Calls that need no login: read an event, buy, join the waiting list. */
export function addPublicRoutes(api: Api, context: OrderContext): void {
  addEventRoutes(api, context)
  addOrderRoutes(api, context)
}

function addEventRoutes({ open }: Api, context: OrderContext): void {
  open('GET', '/public/events/:event_id', async ({ bearer, query, request, reply, ...call }) => {
    const promoCode = textOf(query['promo_code'])
    const found = await readPublicEvent(context, {
      id: eventOf(call),
      bearer,
      promoCode,
      occurrenceId: Number(textOf(query['event_occurrence_id']) ?? 0),
      viewer: request.ip,
    })
    if (found === null) return reply.code(404).type('text/html; charset=utf-8').send('')
    return { data: await publicWithDates(context, found.event, publicEventShape(found, context.clock.now())) }
  })
  open('GET', '/public/events/:event_id/promo-codes/:code', async ({ params, ...call }) => {
    const promo = {
      eventId: eventOf({ params, ...call }),
      code: params['code'] ?? '',
      now: context.clock.now(),
    }
    return { valid: (await usablePromo(context.db, promo)) !== null }
  })
  open('POST', '/public/events/:event_id/waitlist', async ({ body, request, reply, ...call }) => {
    const entry = await joinWaitlist(context, { eventId: eventOf(call), input: body, address: request.ip })
    reply.code(201)
    return { data: waitlistEntryShape(context, entry) }
  })
}

function addOrderRoutes({ open }: Api, context: OrderContext): void {
  const path = '/public/events/:event_id/order'
  const itemShape = datedItemShape(context)
  open('POST', path, async ({ body, request, reply, ...call }) => {
    const { order, items, sessionIdentifier } = await reserveOrder(context, {
      eventId: eventOf(call),
      input: body,
      address: request.ip,
    })
    setSessionCookie(reply, sessionIdentifier)
    reply.code(201)
    const order_items = items.map(itemShape)
    return {
      data: {
        ...buyerOrderShape(order, context.clock.now()),
        order_items,
        session_identifier: sessionIdentifier,
      },
    }
  })
  open('GET', `${path}/:short_id`, async ({ reply, ...call }) => {
    const wanted = orderOf(call)
    const full = await readBuyerOrder(context, wanted)
    if (wanted.sessionIdentifier !== undefined) setSessionCookie(reply, wanted.sessionIdentifier)
    return {
      data: await fullBuyerOrder(context, full, textOf(call.query['include'])?.includes('event') ?? false),
    }
  })
  open('PUT', `${path}/:short_id`, async ({ body, ...call }) => {
    const completion = { ...orderOf({ ...call }), input: body, address: call.request.ip }
    const { order, items } = await completeOrder(context, completion)
    return {
      data: { ...buyerOrderShape(order, context.clock.now()), order_items: items.map(itemShape) },
    }
  })
  open('POST', `${path}/:short_id/abandon`, async (call) => {
    const order = await abandonOrder(context, orderOf(call))
    return { data: buyerOrderShape(order, context.clock.now()) }
  })
}

async function fullBuyerOrder(
  context: OrderContext,
  { order, items, attendees }: FullOrder,
  withEvent: boolean,
) {
  const now = context.clock.now()
  const products = await readProducts(context.db, [order.event_id])
  const product = (id: number) => products.find((each) => each.id === id)
  return {
    ...buyerOrderShape(order, now),
    ...(withEvent && { event: await eventOfOrder(context, order) }),
    order_items: items.map(datedItemShape(context)),
    attendees: attendees.map((each) => buyerAttendeeShape(each, product(each.product_id), now)),
  }
}

async function eventOfOrder({ db, clock }: OrderContext, order: FullOrder['order']) {
  const event = await findAnyEvent(db, order.event_id)
  if (event === undefined) throw missing('Event', order.event_id)
  const organizer = await findOrganizer(db, { accountId: event.account_id, id: event.organizer_id })
  if (organizer === undefined) throw missing('Organizer', event.organizer_id)
  return orderEventShape({ event, organizer }, order, clock.now())
}

function setSessionCookie(reply: FastifyReply, sessionIdentifier: string): void {
  reply.setCookie('session_identifier', sessionIdentifier, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'none',
  })
}

function orderOf({ params, query, request }: Pick<Call, 'params' | 'query' | 'request'>): BuyerOrder {
  const sessionIdentifier = textOf(query['session_identifier']) ?? request.cookies['session_identifier']
  return { eventId: eventOf({ params }), shortId: params['short_id'] ?? '', sessionIdentifier }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
