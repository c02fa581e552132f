import type { FastifyInstance, FastifyRequest } from 'fastify'
import { listEventOrders, ORDER_PAGES, readEventOrder } from '../../../orders/list.ts'
import {
  listOrdersDue,
  markAllPaidBack,
  markPaidBack,
  readRefund,
} from '../../../orders/paid-back/mark-paid-back.ts'
import { cancelOrder, markOrderPaid } from '../../../orders/settle.ts'
import { idOf } from '../../../rest/api.ts'
import { type PageQuery, readPage } from '../../../rest/page.ts'
import type { PageContext } from '../../kit/context.ts'
import { PER_PAGE } from '../../kit/layout/list.tsx'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { paramOf, queryOf } from '../../kit/request/query.ts'
import { loadManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { CancelOrderPage } from './cancel-order-page.tsx'
import { OrderPage } from './order-page.tsx'
import { AllPaidBackPage, PaidBackPage } from './paid-back-page.tsx'
import { OrdersPage } from './orders-page.tsx'

export function addOrderRoutes(app: FastifyInstance, context: PageContext): void {
  const path = '/manage/event/:id/orders'
  app.get(path, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const page = { ...readPage(request.query, ORDER_PAGES), perPage: PER_PAGE }
    const { rows, total } = await listEventOrders(context, managed.who, { eventId: managed.event.id, page })
    const due = await listOrdersDue(context, managed.who, managed.event.id)
    const list = { managed, orders: rows, total, due, done: queryOf(request, 'done'), ...shown(page) }
    return sendPage(reply, <OrdersPage {...list} />)
  })
  addPaidBackRoutes(app, context, path)
  app.get(`${path}/:order`, async (request, reply) => {
    const { managed, full } = await loadOrder(context, request)
    const refund = await readRefund(context, managed.who, { eventId: managed.event.id, id: full.order.id })
    const page = { managed, full, refund, done: queryOf(request, 'done') }
    return sendPage(reply, <OrderPage {...page} />)
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

function addPaidBackRoutes(app: FastifyInstance, context: PageContext, path: string): void {
  app.get(`${path}/paid-back`, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const due = await listOrdersDue(context, managed.who, managed.event.id)
    if (due.length === 0) return seeOther(reply, managePath(managed.event.id, '/orders'))
    return sendPage(reply, <AllPaidBackPage managed={managed} due={due} />)
  })
  app.post(`${path}/paid-back`, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    await markAllPaidBack(context, managed.who, managed.event.id)
    return seeOther(reply, managePath(managed.event.id, '/orders?done=all-paid-back'))
  })
  app.get(`${path}/:order/paid-back`, async (request, reply) => {
    const { managed, full } = await loadOrder(context, request)
    return sendPage(reply, <PaidBackPage managed={managed} order={full.order} />)
  })
  app.post(`${path}/:order/paid-back`, async (request, reply) => {
    const { managed, full } = await loadOrder(context, request)
    const named = { eventId: managed.event.id, id: full.order.id }
    // A second click finds it done already.
    if (full.order.refunded_at === null) await markPaidBack(context, managed.who, named)
    return seeOther(reply, managePath(named.eventId, `/orders/${named.id}?done=paid-back`))
  })
}

export function shown({ page, search }: PageQuery) {
  return { page, query: search ?? '' }
}

async function loadOrder(context: PageContext, request: FastifyRequest) {
  const managed = await loadManagedEvent(context, request)
  const id = idOf(paramOf(request, 'order'), 'Order')
  return { managed, full: await readEventOrder(context, managed.who, { eventId: managed.event.id, id }) }
}
