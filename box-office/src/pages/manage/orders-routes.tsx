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
import { idOf } from '../../rest/api.ts'
import { type PageQuery, readPage } from '../../rest/page.ts'
import { PER_PAGE } from '../kit/list.tsx'
import { paramOf, queryOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { attendeesCsv } from './attendees-csv.ts'
import { AttendeesPage } from './attendees-page.tsx'
import { managePath } from './chrome.tsx'
import { loadManagedEvent, type ManagedEvent } from './load.ts'
import { CancelOrderPage, OrderPage, OrdersPage } from './orders-page.tsx'

const MOST_ROWS = 100_000

export function addOrderRoutes(app: FastifyInstance, context: Context): void {
  const path = '/manage/event/:id/orders'
  app.get(path, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const page = { ...readPage(request.query, ORDER_PAGES), perPage: PER_PAGE }
    const { rows, total } = await listEventOrders(context, managed.who, { eventId: managed.event.id, page })
    return sendPage(reply, <OrdersPage {...{ managed, orders: rows, total, ...shown(page) }} />)
  })
  app.get(`${path}/:order`, async (request, reply) => {
    const { managed, full } = await loadOrder(context, request)
    return sendPage(reply, <OrderPage managed={managed} full={full} done={queryOf(request, 'done')} />)
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

export function addAttendeeRoutes(app: FastifyInstance, context: Context): void {
  const path = '/manage/event/:id/attendees'
  app.get(path, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const page = { ...readPage(request.query, ATTENDEE_PAGES), perPage: PER_PAGE }
    const { lines, total } = await readAttendeeLines(context, managed, page)
    return sendPage(reply, <AttendeesPage {...{ managed, lines, total, ...shown(page) }} />)
  })
  app.get(`${path}.csv`, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const page = {
      ...readPage({ sort_by: 'last_name', sort_direction: 'asc' }, ATTENDEE_PAGES),
      perPage: MOST_ROWS,
    }
    const { lines } = await readAttendeeLines(context, managed, page)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="attendees-${managed.event.id}.csv"`)
      .header('cache-control', 'no-store')
      .send(attendeesCsv(lines))
  })
}

function shown({ page, search }: PageQuery) {
  return { page, query: search ?? '' }
}

async function loadOrder(context: Context, request: FastifyRequest) {
  const managed = await loadManagedEvent(context, request)
  const id = idOf(paramOf(request, 'order'), 'Order')
  return { managed, full: await readEventOrder(context, managed.who, { eventId: managed.event.id, id }) }
}

async function readAttendeeLines(context: Context, { event, who }: ManagedEvent, page: PageQuery) {
  const { rows, total } = await listEventAttendees(context, who, { eventId: event.id, page })
  const products = await readProducts(context.db, [event.id])
  const lines = rows.map(({ attendee, order }) => ({
    attendee,
    ticket: ticketName(products, attendee.product_price_id),
    order: order?.public_id ?? '',
  }))
  return { lines, total }
}

/** "Supporter", or "Listening session, Early bird" where there are several prices. */
function ticketName(products: readonly Product[], priceId: number): string {
  const product = products.find((each) => each.prices.some(({ id }) => id === priceId))
  if (product === undefined) return 'Ticket'
  const label = product.type === 'TIERED' ? product.prices.find(({ id }) => id === priceId)?.label : null
  return label ? `${product.title}, ${label}` : product.title
}
