import { ERRORS } from '@tuvens/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PickerContext as Context } from './context.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { sendPage } from '../web/send-page.ts'
import { asError, type Refused, refusedBy } from './refusal.ts'
import { orderOf, readSelection, type Selection } from './form/selection.ts'
import { showPicker } from './show-picker.ts'
import { readVisit, type Visit, wantsJson } from './picker-request.ts'

/** A request and its answer. */
export type Exchange = { request: FastifyRequest; reply: FastifyReply }

/** Makes the order upstream and sends the top window to its checkout; a refusal is said where it was made. */
export async function answerOrder(context: Context, exchange: Exchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const visit = readVisit(context, request)
  const selection = readSelection(request.body)
  const placed = await place(context, visit, selection)
  if ('code' in placed) return refuse(context, exchange, { visit, selection, refused: placed })
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
  if (wantsJson(request)) return reply.code(201).send({ checkout_url: placed.checkoutUrl })
  return reply.redirect(placed.checkoutUrl, 303)
}

type Placed = { checkoutUrl: string } | Refused

const UNREADABLE = {
  quantity: 'Give the number of tickets as a whole number, up to 1,000.',
  amount: 'Give the amount as a number, such as 12.50.',
}

async function place(
  context: Context,
  { eventId, clientAddress }: Visit,
  selection: Selection,
): Promise<Placed> {
  const order = orderOf(selection)
  if (eventId === null) return { words: 'There are no tickets here.', code: 'NOT_FOUND' }
  if (selection.unreadable !== null) return { words: UNREADABLE[selection.unreadable], code: 'BUSINESS_RULE' }
  if (order === null) return { words: 'Choose at least one ticket first.', code: 'BUSINESS_RULE' }
  try {
    const { short_id, session_identifier } = await context.hiEvents.placeOrder(eventId, order, clientAddress)
    const path = `/checkout/${eventId}/${short_id}/details?session_identifier=${session_identifier}`
    return { checkoutUrl: context.config.ticketOrigin + path }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    context.catalogue.forget(eventId)
    return refusedBy(error)
  }
}

type Asked = { visit: Visit; selection: Selection; refused: Refused }

async function refuse(
  context: Context,
  { request, reply }: Exchange,
  { visit, selection, refused }: Asked,
): Promise<FastifyReply> {
  if (wantsJson(request)) throw asError(refused)
  const shown = await showPicker(context, visit, { selection, refusal: refused.words })
  const [status] = ERRORS[refused.code]
  return sendPage({ request, reply }, shown.page, { status: shown.status === 200 ? status : shown.status })
}
