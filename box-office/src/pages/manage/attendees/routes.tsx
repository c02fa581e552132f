import type { FastifyInstance } from 'fastify'
import { type Product, readProducts } from '../../../catalogue/read.ts'
import { ATTENDEE_PAGES, listEventAttendees } from '../../../orders/list.ts'
import { type PageQuery, readPage } from '../../../rest/page.ts'
import type { PageContext } from '../../kit/context.ts'
import { PER_PAGE } from '../../kit/layout/list.tsx'
import { sendPage } from '../../kit/layout/send-page.ts'
import { loadManagedEvent, type ManagedEvent } from '../frame/load-event.ts'
import { shown } from '../orders/routes.tsx'
import { attendeesCsv } from './attendees-csv.ts'
import { AttendeesPage } from './attendees-page.tsx'

const MOST_ROWS = 100_000

export function addAttendeeRoutes(app: FastifyInstance, context: PageContext): void {
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

async function readAttendeeLines(context: PageContext, { event, who }: ManagedEvent, page: PageQuery) {
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
