import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { calendarFile } from '../../mail/calendar.ts'
import { abandonOrder } from '../../orders/abandon.ts'
import { completeOrder } from '../../orders/complete.ts'
import { isDone, isExpired } from '../../orders/read.ts'
import { readProducts } from '../../products/catalogue.ts'
import { Refusal } from '../../refusal.ts'
import { FormReader, formOf, type FormState } from '../kit/form.ts'
import { paramOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { placeLine } from '../../rest/place.ts'
import { readDetailsForm, type Seat, seatField, seatsOf } from './details.ts'
import { DetailsPage } from './details-page.tsx'
import { ExpiredPage, StrangerPage } from './expired-page.tsx'
import { checkoutPath, type Opened, openOrder, rememberOrder } from './load.ts'
import { SummaryPage } from './summary-page.tsx'

const PATH = '/checkout/:event/:short_id'

export function registerCheckout(app: FastifyInstance, context: Context): void {
  app.get(`${PATH}/details`, async (request, reply) => {
    const opened = await tryOpen(context, request, reply)
    if (opened === null) return reply
    rememberOrder(reply, opened)
    const seats = await seatsToName(context, opened)
    return sendPage(
      reply,
      <DetailsPage {...{ opened, seats, form: firstForm(seats), now: context.clock.now() }} />,
    )
  })

  app.post(`${PATH}/details`, async (request, reply) => {
    const opened = await tryOpen(context, request, reply)
    if (opened === null) return reply
    const form = new FormReader(request.body)
    const seats = await seatsToName(context, opened)
    const input = readDetailsForm(form, seats)
    if (input !== undefined) return finish(context, { opened, input, reply })
    return sendPage(
      reply,
      <DetailsPage {...{ opened, seats, form: form.state, now: context.clock.now() }} />,
      422,
    )
  })

  app.post(`${PATH}/abandon`, async (request, reply) => {
    const opened = await tryOpen(context, request, reply)
    if (opened === null) return reply
    await abandonOrder(context, orderOf(opened))
    return seeOther(reply, `/event/${opened.event.id}`)
  })

  registerSummary(app, context)
}

function registerSummary(app: FastifyInstance, context: Context): void {
  app.get(`${PATH}/summary`, async (request, reply) => {
    const opened = await openOrStranger(context, request, reply)
    if (opened === null) return reply
    if (!isDone(opened.order)) return seeOther(reply, checkoutPath(opened, 'details'))
    const products = await readProducts(context.db, [opened.event.id])
    return sendPage(reply, <SummaryPage bought={opened} ticketNames={namesOf(opened, products)} />)
  })
  app.get(`${PATH}/calendar.ics`, async (request, reply) => {
    const opened = await openOrder(context, request)
    if (!isDone(opened.order)) return seeOther(reply, checkoutPath(opened, 'details'))
    return sendCalendar(reply, calendarOf(opened, context.config.publicUrl))
  })
}

export function sendCalendar(reply: FastifyReply, file: string): FastifyReply {
  return reply
    .type('text/calendar; charset=utf-8')
    .header('content-disposition', 'attachment; filename="event.ics"')
    .header('cache-control', 'no-store')
    .send(file)
}

function calendarOf(opened: Opened, publicUrl: string): string {
  const { event, order, settings } = opened
  const url = publicUrl + checkoutPath(opened, 'summary')
  return calendarFile({
    uid: order.short_id,
    title: event.title,
    start: event.start_date,
    end: event.end_date,
    place: placeLine(settings.location_details, settings.is_online_event),
    url,
    description: `Your tickets: ${url}`,
  })
}

/** The name each price was sold under. */
function namesOf({ items }: Opened, products: Awaited<ReturnType<typeof readProducts>>): Map<number, string> {
  const titles = products.flatMap((product) =>
    product.prices.map((price) => [price.id, product.title] as const),
  )
  return new Map([...titles, ...items.map((each) => [each.product_price_id, each.item_name] as const)])
}

/** The order while it can be finished; otherwise the page that says why not was sent, and this gives null. */
async function tryOpen(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Opened | null> {
  const opened = await openOrStranger(context, request, reply)
  if (opened === null) return null
  const { order, event } = opened
  if (isDone(order)) {
    seeOther(reply, checkoutPath(opened, 'summary'))
    return null
  }
  const abandoned = order.status === 'ABANDONED'
  if (!abandoned && !isExpired(order, context.clock.now())) return opened
  sendPage(reply, <ExpiredPage eventId={event.id} abandoned={abandoned} />, 410)
  return null
}

async function openOrStranger(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Opened | null> {
  try {
    return await openOrder(context, request)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 403) throw error
    sendPage(reply, <StrangerPage eventId={paramOf(request, 'event')} />, 403)
    return null
  }
}

/** Null: this event asks for the buyer alone. Merchandise brings nobody in. */
async function seatsToName({ db }: Context, { settings, items, event }: Opened): Promise<Seat[] | null> {
  if (settings.attendee_details_collection_method !== 'PER_TICKET') return null
  const things = (await readProducts(db, [event.id])).filter((each) => each.product_type === 'GENERAL')
  return seatsOf(items.filter((each) => things.every(({ id }) => id !== each.product_id)))
}

/** Most people buy for themselves and friends who come along: their own name is the start. */
function firstForm(seats: readonly Seat[] | null): FormState {
  return formOf(Object.fromEntries((seats ?? []).map((seat) => [seatField(seat.index, 'same'), 'on'])))
}

function orderOf({ event, order, sessionIdentifier }: Opened) {
  return { eventId: event.id, shortId: order.short_id, sessionIdentifier }
}

async function finish(
  context: Context,
  { opened, input, reply }: { opened: Opened; input: object; reply: FastifyReply },
): Promise<FastifyReply> {
  try {
    await completeOrder(context, { ...orderOf(opened), input })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409) throw error
    // Done meanwhile (a double click): the summary shows it. Over: the details page says so.
  }
  return seeOther(reply, checkoutPath(opened, 'summary'))
}
