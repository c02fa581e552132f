import type { FastifyInstance, FastifyRequest } from 'fastify'
import { listEventOrders, ORDER_PAGES, readEventOrder } from '../../../orders/list.ts'
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
import { OrdersPage } from './orders-page.tsx'

export function addOrderRoutes(app: FastifyInstance, context: PageContext): void {
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

export function shown({ page, search }: PageQuery) {
  return { page, query: search ?? '' }
}

async function loadOrder(context: PageContext, request: FastifyRequest) {
  const managed = await loadManagedEvent(context, request)
  const id = idOf(paramOf(request, 'order'), 'Order')
  return { managed, full: await readEventOrder(context, managed.who, { eventId: managed.event.id, id }) }
}
