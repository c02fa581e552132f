import type { FastifyInstance, FastifyReply } from 'fastify'
import { abandonOrder } from '../../orders/abandon.ts'
import { ticketItemsOf } from '../../orders/complete.ts'
import type { ItemRow } from '../../orders/store.ts'
import type { PageContext } from '../kit/context.ts'
import { FormReader } from '../kit/form/form-reader.ts'
import { formOf, type FormState } from '../kit/form/form-state.ts'
import { seeOther, sendPage } from '../kit/layout/send-page.ts'
import { finish, missingNames, orderOf } from './complete.ts'
import { DetailsPage } from './details-page.tsx'
import { type NamedTicket, ticketFieldName } from './details.ts'
import { CHECKOUT_PATH, checkoutPath, type OpenedOrder, rememberOrder } from './load.ts'
import { tryOpen } from './open-order.tsx'
import { addSummaryRoutes } from './summary-routes.tsx'

export function addCheckoutRoutes(app: FastifyInstance, context: PageContext): void {
  const show = async (reply: FastifyReply, opened: OpenedOrder, form?: FormState) => {
    const tickets = await ticketItemsOf(context, opened.event.id, opened.items)
    const toName = missingNames(opened, tickets)
    const page = { opened, toName, tickets: countTickets(tickets), now: context.clock.now() }
    const refused = (form?.problems.length ?? 0) > 0
    return sendPage(reply, <DetailsPage {...page} form={form ?? firstForm(toName)} />, refused ? 422 : 200)
  }
  app.get(`${CHECKOUT_PATH}/details`, async (request, reply) => {
    const opened = await tryOpen(context, request, reply)
    if (opened === null) return reply
    rememberOrder(reply, opened)
    return show(reply, opened)
  })
  app.post(`${CHECKOUT_PATH}/details`, async (request, reply) => {
    const opened = await tryOpen(context, request, reply)
    if (opened === null) return reply
    const form = new FormReader(request.body)
    if (!(await finish(context, opened, { form, address: request.ip })))
      return show(reply, opened, form.state)
    return seeOther(reply, checkoutPath(opened, 'summary'))
  })
  app.post(`${CHECKOUT_PATH}/abandon`, async (request, reply) => {
    const opened = await tryOpen(context, request, reply)
    if (opened === null) return reply
    await abandonOrder(context, orderOf(opened))
    return seeOther(reply, `/event/${opened.event.id}`)
  })

  addSummaryRoutes(app, context)
}

function countTickets(items: readonly ItemRow[]): number {
  return items.reduce((sum, each) => sum + each.quantity, 0)
}

/** Most people buy for themselves and their friends: every ticket starts in the name of the buyer. */
function firstForm(toName: readonly NamedTicket[] | null): FormState {
  return formOf(
    Object.fromEntries((toName ?? []).map((ticket) => [ticketFieldName(ticket.index, 'same'), 'on'])),
  )
}
