import type { DeliveryContext } from '../deliveries/context.ts'
import { pathOf } from '@tuvens/platform/http/path'
import { type Api, type Call, eventOf, idOf } from '../rest/api.ts'
import { pageEnvelope, readPage } from '../rest/page.ts'
import { ATTENDEE_PAGES, listEventAttendees, listEventOrders, ORDER_PAGES, readEventOrder } from './list.ts'
import { cancelOrder, markOrderPaid } from './settle.ts'
import { attendeeShape, fullOrderShape, orderShape } from './shape.ts'

/** Calls for organisers; those for buyers are in public/routes.ts. */
export function addOrderRoutes({ member }: Api, context: DeliveryContext): void {
  member('GET', '/events/:event_id/orders', async ({ principal, query, request, ...call }) => {
    const page = readPage(query, ORDER_PAGES)
    const { rows, total } = await listEventOrders(context, principal, { eventId: eventOf(call), page })
    const path = context.config.publicUrl + pathOf(request.url)
    return pageEnvelope({ rows: rows.map(fullOrderShape), total }, page, { path, rules: ORDER_PAGES })
  })
  member('GET', '/events/:event_id/attendees', async ({ principal, query, request, ...call }) => {
    const page = readPage(query, ATTENDEE_PAGES)
    const { rows, total } = await listEventAttendees(context, principal, { eventId: eventOf(call), page })
    const shaped = rows.map(({ attendee, order }) =>
      attendeeShape(attendee, { check_ins: [], order: order === undefined ? null : orderShape(order) }),
    )
    const path = context.config.publicUrl + pathOf(request.url)
    return pageEnvelope({ rows: shaped, total }, page, { path, rules: ATTENDEE_PAGES })
  })
  member('GET', '/events/:event_id/orders/:id', async ({ principal, ...call }) => ({
    data: fullOrderShape(await readEventOrder(context, principal, namedBy(call))),
  }))
  member('POST', '/events/:event_id/orders/:id/cancel', async ({ principal, ...call }) => {
    const { order } = await cancelOrder(context, principal, namedBy(call))
    return { data: orderShape(order) }
  })
  member('POST', '/events/:event_id/orders/:id/mark-as-paid', async ({ principal, ...call }) => {
    const { order } = await markOrderPaid(context, principal, namedBy(call))
    return { data: orderShape(order) }
  })
}

type Params = Pick<Call, 'params'>

function namedBy(call: Params) {
  return { eventId: eventOf(call), id: idOf(call.params['id'], 'Order') }
}
