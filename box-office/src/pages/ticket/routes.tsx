import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { PageContext } from '../kit/context.ts'
import { calendarFile } from '../../mail/calendar.ts'
import { readTicket, rereadOrder } from '../../orders/read.ts'
import { missing } from '../../refusal.ts'
import { changeOf, loadOrderEvent } from '../checkout/load.ts'
import { sendCalendar } from '../kit/layout/send-calendar.ts'
import { paramOf } from '../kit/request/query.ts'
import { sendPage } from '../kit/layout/send-page.ts'
import { placeLine } from '../../rest/place.ts'
import { type TicketDetails, TicketPage } from './page.tsx'
import { findEventOfTicket } from './store.ts'

/** The short id of a ticket is its key: it is in the mail to the holder and cannot be guessed. */
export function addTicketPageRoutes(app: FastifyInstance, context: PageContext): void {
  app.get('/ticket/:short_id', async (request, reply) =>
    sendPage(reply, <TicketPage pass={await readPass(context, request)} />),
  )
  app.get('/ticket/:short_id/calendar.ics', async (request, reply) => {
    const { event, order, settings, attendee } = await readPass(context, request)
    const url = `${context.config.publicUrl}/ticket/${attendee.short_id}`
    const file = calendarFile({
      uid: attendee.short_id,
      title: event.title,
      start: event.start_date,
      end: event.end_date,
      place: placeLine(settings.location_details, settings.is_online_event),
      url,
      description: `Your ticket: ${url}`,
      ...changeOf({ event, order }),
    })
    return sendCalendar(reply, file)
  })
}

async function readPass(context: PageContext, request: FastifyRequest): Promise<TicketDetails> {
  const shortId = paramOf(request, 'short_id')
  const eventId = /^a_\w{13}$/.test(shortId) ? await findEventOfTicket(context.db, shortId) : undefined
  if (eventId === undefined) throw missing('Attendee', '')
  const { attendee, order } = await readTicket(context, { eventId, shortId })
  const { items } = await rereadOrder(context.db, order.id)
  const type =
    items.find((each) => each.product_price_id === attendee.product_price_id)?.item_name ?? 'Ticket'
  return { ...(await loadOrderEvent(context, eventId, attendee.occurrence_id)), attendee, order, type }
}
