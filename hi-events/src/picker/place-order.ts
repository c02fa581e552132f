import { ERRORS } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import type { PickerContext } from './context.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { readFields } from '../web/form-fields.ts'
import { type HttpExchange, sendPage } from '../web/send-page.ts'
import { orderOf, readSelection, type Selection } from './form/selection.ts'
import { type PickerRequest, readPickerRequest, wantsJson } from './picker-request.ts'
import { type PickerRefusal, refusalError, refusalOf } from './refusal.ts'
import { showPicker } from './show-picker.ts'

/** Places the order upstream and leads the top window to its checkout; a refusal is shown in the picker. */
export async function placeOrder(context: PickerContext, exchange: HttpExchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const pickerRequest = readPickerRequest(context, request)
  const selection = readSelection(readFields(request.body))
  const result = await orderUpstream(context, pickerRequest, selection)
  if ('code' in result) return showRefusal(context, exchange, { pickerRequest, selection, refusal: result })
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
  if (wantsJson(request)) return reply.code(201).send({ checkout_url: result.checkoutUrl })
  return reply.redirect(result.checkoutUrl, 303)
}

type OrderResult = { checkoutUrl: string } | PickerRefusal

const UNREADABLE = {
  quantity: 'Give the number of tickets as a whole number, up to 1,000.',
  amount: 'Give the amount as a number, such as 12.50.',
}

async function orderUpstream(
  context: PickerContext,
  { eventId, clientAddress }: PickerRequest,
  selection: Selection,
): Promise<OrderResult> {
  const order = orderOf(selection)
  if (eventId === null) return { message: 'There are no tickets here.', code: 'NOT_FOUND' }
  if (selection.unreadable !== null)
    return { message: UNREADABLE[selection.unreadable], code: 'BUSINESS_RULE' }
  if (order === null) return { message: 'Choose at least one ticket first.', code: 'BUSINESS_RULE' }
  try {
    const { short_id, session_identifier } = await context.hiEvents.placeOrder(eventId, order, clientAddress)
    const path = `/checkout/${eventId}/${short_id}/details?session_identifier=${session_identifier}`
    return { checkoutUrl: context.config.ticketOrigin + path }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    context.catalogue.forget(eventId)
    return refusalOf(error)
  }
}

type RefusedOrder = { pickerRequest: PickerRequest; selection: Selection; refusal: PickerRefusal }

async function showRefusal(
  context: PickerContext,
  exchange: HttpExchange,
  { pickerRequest, selection, refusal }: RefusedOrder,
): Promise<FastifyReply> {
  if (wantsJson(exchange.request)) throw refusalError(refusal)
  const { page, status } = await showPicker(context, pickerRequest, { selection, refusal: refusal.message })
  return sendPage(exchange, page, { status: status === 200 ? ERRORS[refusal.code][0] : status })
}
