import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { PageContext as Context } from '../kit/context.ts'
import {
  ATTENDEE_PAGES,
  listEventAttendees,
  listEventOrders,
  ORDER_PAGES,
  readEventOrder,
} from '../../orders/list.ts'
import { cancelOrder, markOrderPaid } from '../../orders/settle.ts'
import { type Product, readProducts } from '../../catalogue/read.ts'
import { missing } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import { type PageQuery, readPage } from '../../rest/page.ts'
import { FormReader } from '../kit/form.ts'
import { PER_PAGE } from '../kit/list.tsx'
import { paramOf, queryOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { attendeesCsv } from './attendees-csv.ts'
import { AttendeesPage } from './attendees-page.tsx'
import { managePath } from './chrome.tsx'
import { loadManaged, type Managed } from './load.ts'
import { CancelOrderPage, OrderPage, OrdersPage } from './orders-page.tsx'
import { checkIn, checkOut, countCheckIns, listCheckIns } from './store.ts'

const MOST_ROWS = 100_000

export function registerOrderPages(app: FastifyInstance, context: Context): void {
  const path = '/manage/event/:id/orders'
  app.get(path, async (request, reply) => {
    const managed = await loadManaged(context, request)
    const page = { ...readPage(request.query, ORDER_PAGES), perPage: PER_PAGE }
    const { rows, total } = await listEventOrders(context, managed.who, { eventId: managed.event.id, page })
    return sendPage(reply, <OrdersPage {...{ managed, orders: rows, total, ...shown(page) }} />)
  })
  app.get(`${path}/:order`, async (request, reply) => {
    const { managed, full } = await loadOrder(context, request)
    const checkedIn = new Set(
      await listCheckIns(
        context.db,
        full.attendees.map((each) => each.id),
      ),
    )
    const done = queryOf(request, 'done')
    return sendPage(reply, <OrderPage {...{ managed, full, checkedIn, done }} />)
  })
  app.get(`${path}/:order/cancel`, async (request, reply) => {
    const { managed, full } = await loadOrder(context, request)
    return sendPage(reply, <CancelOrderPage managed={managed} full={full} />)
  })
  app.post(`${path}/:order/cancel`, async (request, reply) => {
    const { managed, full } = await loadOrder(context, request)
    const named = { eventId: managed.event.id, id: full.order.id }
    // A second click finds it done already.
    if (full.order.status !== 'CANCELLED') await cancelOrder(context, managed.who, named)
    return seeOther(reply, managePath(named.eventId, `/orders/${named.id}?done=order-cancelled`))
  })
  app.post(`${path}/:order/paid`, async (request, reply) => {
    const { managed, full } = await loadOrder(context, request)
    const named = { eventId: managed.event.id, id: full.order.id }
    if (full.order.status !== 'COMPLETED') await markOrderPaid(context, managed.who, named)
    return seeOther(reply, managePath(named.eventId, `/orders/${named.id}?done=order-paid`))
  })
}

export function registerAttendeePages(app: FastifyInstance, context: Context): void {
  const path = '/manage/event/:id/attendees'
  app.get(path, async (request, reply) => {
    const managed = await loadManaged(context, request)
    const page = { ...readPage(request.query, ATTENDEE_PAGES), perPage: PER_PAGE }
    const { guests, total } = await readGuests(context, managed, page)
    const here = await countCheckIns(context.db, managed.event.id)
    const done = queryOf(request, 'done')
    return sendPage(reply, <AttendeesPage {...{ managed, guests, total, here, done, ...shown(page) }} />)
  })
  app.get(`${path}.csv`, async (request, reply) => {
    const managed = await loadManaged(context, request)
    const page = {
      ...readPage({ sort_by: 'last_name', sort_direction: 'asc' }, ATTENDEE_PAGES),
      perPage: MOST_ROWS,
    }
    const { guests } = await readGuests(context, managed, page)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="attendees-${managed.event.id}.csv"`)
      .header('cache-control', 'no-store')
      .send(attendeesCsv(guests))
  })
  for (const [word, write, done] of [
    ['check-in', checkIn, 'checked-in'],
    ['check-out', checkOut, 'checked-out'],
  ] as const) {
    app.post(`${path}/:attendee/${word}`, async (request, reply) => {
      const { event, who } = await loadManaged(context, request)
      const id = idOf(paramOf(request, 'attendee'), 'Attendee')
      if (!(await write(context.db, { eventId: event.id, id, userId: who.userId })))
        throw missing('Attendee', id)
      const query = new FormReader(request.body).values['query'] ?? ''
      const back = new URLSearchParams({ ...(query && { query }), done }).toString()
      return seeOther(reply, managePath(event.id, `/attendees?${back}`))
    })
  }
}

function shown({ page, search }: PageQuery) {
  return { page, query: search ?? '' }
}

async function loadOrder(context: Context, request: FastifyRequest) {
  const managed = await loadManaged(context, request)
  const id = idOf(paramOf(request, 'order'), 'Order')
  return { managed, full: await readEventOrder(context, managed.who, { eventId: managed.event.id, id }) }
}

async function readGuests(context: Context, { event, who }: Managed, page: PageQuery) {
  const { rows, total } = await listEventAttendees(context, who, { eventId: event.id, page })
  const checkedIn = new Set(
    await listCheckIns(
      context.db,
      rows.map((each) => each.attendee.id),
    ),
  )
  const products = await readProducts(context.db, [event.id])
  const guests = rows.map(({ attendee, order }) => ({
    attendee,
    ticket: ticketName(products, attendee.product_price_id),
    checkedIn: checkedIn.has(attendee.id),
    order: order?.public_id ?? '',
  }))
  return { guests, total }
}

/** "Supporter", or "Listening session, Early bird" where there are several prices. */
function ticketName(products: readonly Product[], priceId: number): string {
  const product = products.find((each) => each.prices.some(({ id }) => id === priceId))
  if (product === undefined) return 'Ticket'
  const label = product.type === 'TIERED' ? product.prices.find(({ id }) => id === priceId)?.label : null
  return label ? `${product.title}, ${label}` : product.title
}
