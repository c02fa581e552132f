import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PageContext as Context } from '../kit/context.ts'
import { calendarFile } from '../../mail/calendar.ts'
import { abandonOrder } from '../../orders/abandon.ts'
import { completeOrder, ticketsAmong } from '../../orders/complete.ts'
import { isBeingCompleted, isDone, isExpired } from '../../orders/read.ts'
import type { ItemRow } from '../../orders/store.ts'
import { readProducts } from '../../catalogue/read.ts'
import { Refusal } from '../../refusal.ts'
import { FormReader, formOf, type FormState } from '../kit/form.ts'
import { paramOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { placeLine } from '../../rest/place.ts'
import { readDetailsForm, type NamedTicket, ticketFieldName, ticketsToName } from './details.ts'
import { DetailsPage } from './details-page.tsx'
import { ExpiredPage, FinishingPage, OtherBrowserPage } from './expired-page.tsx'
import { checkoutPath, type OpenedOrder, openOrder, rememberOrder } from './load.ts'
import { SummaryPage } from './summary-page.tsx'

const PATH = '/checkout/:event/:short_id'

export function addCheckoutRoutes(app: FastifyInstance, context: Context): void {
  const show = async (reply: FastifyReply, opened: OpenedOrder, form?: FormState) => {
    const tickets = await ticketsAmong(context, opened.event.id, opened.items)
    const toName = missingNames(opened, tickets)
    const page = { opened, toName, tickets: count(tickets), now: context.clock.now() }
    const refused = (form?.problems.length ?? 0) > 0
    return sendPage(reply, <DetailsPage {...page} form={form ?? firstForm(toName)} />, refused ? 422 : 200)
  }
  app.get(`${PATH}/details`, async (request, reply) => {
    const opened = await tryOpen(context, request, reply)
    if (opened === null) return reply
    rememberOrder(reply, opened)
    return show(reply, opened)
  })
  app.post(`${PATH}/details`, async (request, reply) => {
    const opened = await tryOpen(context, request, reply)
    if (opened === null) return reply
    const form = new FormReader(request.body)
    if (!(await finish(context, opened, form))) return show(reply, opened, form.state)
    return seeOther(reply, checkoutPath(opened, 'summary'))
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
    if (isBeingCompleted(opened.order, context.clock.now())) return sendFinishing(reply, opened)
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

/** The browser reloads until the order is completed. */
function sendFinishing(reply: FastifyReply, opened: OpenedOrder): FastifyReply {
  const next = checkoutPath(opened, 'summary')
  return sendPage(reply.header('refresh', `2; url=${next}`), <FinishingPage next={next} />, 202)
}

export function sendCalendar(reply: FastifyReply, file: string): FastifyReply {
  return reply
    .type('text/calendar; charset=utf-8')
    .header('content-disposition', 'attachment; filename="event.ics"')
    .header('cache-control', 'no-store')
    .send(file)
}

function calendarOf(opened: OpenedOrder, publicUrl: string): string {
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

/** The name under which each price was sold, by price id. */
function namesOf(
  { items }: OpenedOrder,
  products: Awaited<ReturnType<typeof readProducts>>,
): Map<number, string> {
  const titles = products.flatMap((product) =>
    product.prices.map((price) => [price.id, product.title] as const),
  )
  return new Map([...titles, ...items.map((each) => [each.product_price_id, each.item_name] as const)])
}

/** The order while it can be completed; otherwise sends the page that says why not and returns null. */
async function tryOpen(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<OpenedOrder | null> {
  const opened = await openOrStranger(context, request, reply)
  if (opened === null) return null
  const { order, event } = opened
  if (isDone(order) || isBeingCompleted(order, context.clock.now())) {
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
): Promise<OpenedOrder | null> {
  try {
    return await openOrder(context, request)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 403) throw error
    sendPage(reply, <OtherBrowserPage eventId={paramOf(request, 'event')} />, 403)
    return null
  }
}

/** Null when this event asks only for the buyer. */
function missingNames({ settings }: OpenedOrder, tickets: readonly ItemRow[]): NamedTicket[] | null {
  return settings.attendee_details_collection_method === 'PER_TICKET' ? ticketsToName(tickets) : null
}

function count(items: readonly ItemRow[]): number {
  return items.reduce((sum, each) => sum + each.quantity, 0)
}

/** Most people buy for themselves and their friends: every ticket starts in the name of the buyer. */
function firstForm(toName: readonly NamedTicket[] | null): FormState {
  return formOf(
    Object.fromEntries((toName ?? []).map((ticket) => [ticketFieldName(ticket.index, 'same'), 'on'])),
  )
}

function orderOf({ event, order, sessionIdentifier }: OpenedOrder) {
  return { eventId: event.id, shortId: order.short_id, sessionIdentifier }
}

/** False when a field was refused; the form has the reason. */
async function finish(context: Context, opened: OpenedOrder, form: FormReader): Promise<boolean> {
  const tickets = await ticketsAmong(context, opened.event.id, opened.items)
  const input = readDetailsForm(form, missingNames(opened, tickets))
  if (input === undefined) return false
  try {
    await completeOrder(context, { ...orderOf(opened), input })
    return true
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // The organiser changed which names are asked for: show the form again with what was typed.
    if (error.status === 422) form.refuse('', error.message)
    // 409: completed by a double click (the summary shows it) or expired (the details page says so).
    else if (error.status !== 409) throw error
    return error.status === 409
  }
}
