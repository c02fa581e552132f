import { ServiceError } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import type { PickerContext } from './context.ts'
import { datesOf, hasSeveralDates } from '../upstream/dates.ts'
import type { OrderRequest } from '../upstream/hi-events.ts'
import { readFields } from '../web/form-fields.ts'
import type { HttpExchange } from '../web/send-page.ts'
import { scheduleShopCheckOf } from '../sales/store.ts'
import { orderOf, readSelection, type Selection } from './form/selection.ts'
import { type PickerRequest, readPickerRequest, wantsJson } from './picker-request.ts'
import { lacksDate, refusalOf, tooMany } from './refusal.ts'
import { refuseOrder } from './refuse-unoffered.ts'
import { sendPicker } from './show-picker.ts'

/** Places the order upstream and leads the top window to its checkout; a refusal is shown in the picker. */
export async function placeOrder(context: PickerContext, exchange: HttpExchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const pickerRequest = await readPickerRequest(context, request)
  const selection = readSelection(readFields(request.body))
  const result = await orderUpstream(context, pickerRequest, selection)
  if (result instanceof ServiceError) {
    if (wantsJson(request)) throw result
    const feedback = { selection, refusal: result.message, hasFailed: result.statusCode >= 500 }
    return sendPicker(context, exchange, { pickerRequest, feedback, status: result.statusCode })
  }
  reply.header('cache-control', 'no-store')
  if (wantsJson(request)) return reply.code(201).send({ checkout_url: result })
  return reply.redirect(result, 303)
}

const UNREADABLE = {
  quantity: 'Give the number of tickets as a whole number, up to 1,000.',
  amount: 'Give the amount as a number, such as 12.50.',
}

/** @returns the address of the checkout, or why the order was refused */
async function orderUpstream(
  context: PickerContext,
  { eventId, clientIp, display }: PickerRequest,
  selection: Selection,
): Promise<string | ServiceError> {
  const { aff, ...campaign } = display.carried
  const chosen = orderOf(selection)
  const order = chosen && { ...chosen, ...(aff !== undefined && { affiliate_code: aff }) }
  if (eventId === null) return new ServiceError('NOT_FOUND', { message: 'There are no tickets here.' })
  if (selection.unreadable !== null)
    return new ServiceError('BUSINESS_RULE', { message: UNREADABLE[selection.unreadable] })
  if (order === null)
    return new ServiceError('BUSINESS_RULE', { message: 'Choose at least one ticket first.' })
  const refusal = await context.entrances.check('order', { address: clientIp })
  if (refusal !== null) return tooMany(refusal)
  const unoffered = await refuseOrder(context, { eventId, clientIp, selection })
  if (unoffered !== null) return unoffered
  try {
    const { short_id, session_identifier } = await placeDated(context, { eventId, clientIp, order })
    checkSoon(context, eventId)
    const query = new URLSearchParams({ session_identifier, ...campaign })
    return `${context.config.ticketOrigin}/checkout/${eventId}/${short_id}/details?${query}`
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'BUSINESS_RULE') return error
    const refusal = refusalOf(error)
    context.shopCache.invalidate(eventId)
    return refusal
  }
}

/** These may have been the last places: every open page is told at once, whenever the ticket system sends its webhook. */
function checkSoon(context: PickerContext, hiEventId: number): void {
  scheduleShopCheckOf(context.db, hiEventId).then(
    () => context.shopsWakeUp.wake(),
    (error: unknown) =>
      context.log.warn({ err: error, hiEventId }, 'A shop could not be scheduled for a check'),
  )
}

type DatedOrder = { eventId: number; clientIp: string; order: OrderRequest }

/**
 * Places an order. A form that was opened before the ticket system learned several dates names none: then the event's only
 * date is meant, and of several the visitor chooses one.
 *
 * @throws UpstreamError; ServiceError BUSINESS_RULE when a date has to be chosen
 */
async function placeDated(context: PickerContext, { eventId, clientIp, order }: DatedOrder) {
  try {
    return await context.hiEvents.placeOrder(eventId, order, clientIp)
  } catch (error) {
    if (!lacksDate(error)) throw error
    context.shopCache.invalidate(eventId)
    const { event } = await context.shopCache.read({ id: eventId, clientIp })
    const [date] = event === null || hasSeveralDates(event) ? [] : datesOf(event)
    if (date === undefined) throw new ServiceError('BUSINESS_RULE', { message: 'Choose a date first.' })
    const products = order.products.map((each) => ({ ...each, event_occurrence_id: date.id }))
    return context.hiEvents.placeOrder(eventId, { ...order, products }, clientIp)
  }
}
