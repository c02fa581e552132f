import type { FastifyInstance, FastifyReply } from 'fastify'
import { readProducts } from '../../catalogue/read.ts'
import { calendarFile } from '../../mail/calendar.ts'
import { isBeingCompleted, isDone } from '../../orders/read.ts'
import { placeLine } from '../../rest/place.ts'
import type { PageContext } from '../kit/context.ts'
import { sendCalendar } from '../kit/layout/send-calendar.ts'
import { seeOther, sendPage } from '../kit/layout/send-page.ts'
import { FinishingPage } from './expired-page.tsx'
import { changeOf, CHECKOUT_PATH, checkoutPath, type OpenedOrder, openOrder } from './load.ts'
import { openOrRefuse } from './open-order.tsx'
import { SummaryPage } from './summary-page.tsx'

export function addSummaryRoutes(app: FastifyInstance, context: PageContext): void {
  app.get(`${CHECKOUT_PATH}/summary`, async (request, reply) => {
    const opened = await openOrRefuse(context, request, reply)
    if (opened === null) return reply
    if (isBeingCompleted(opened.order, context.clock.now())) return sendFinishing(reply, opened)
    if (!isDone(opened.order)) return seeOther(reply, checkoutPath(opened, 'details'))
    const products = await readProducts(context.db, [opened.event.id])
    return sendPage(reply, <SummaryPage bought={opened} ticketNames={namesOf(opened, products)} />)
  })
  app.get(`${CHECKOUT_PATH}/calendar.ics`, async (request, reply) => {
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
    ...changeOf(opened),
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
