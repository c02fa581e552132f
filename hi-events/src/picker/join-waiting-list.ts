import { ServiceError } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import type { PickerContext } from './context.ts'
import { readFields } from '../web/form-fields.ts'
import type { HttpExchange } from '../web/send-page.ts'
import { readSelection, type Selection } from './form/selection.ts'
import { readWaitingListForm, type WaitingListForm } from './form/waiting-list-form.ts'
import { type PickerRequest, readPickerRequest, wantsJson } from './picker-request.ts'
import { refusalOf, tooMany } from './refusal.ts'
import { refuseWaiting } from './refuse-unoffered.ts'
import { sendPicker } from './show-picker.ts'

/** Adds a visitor to the waiting list of a sold out price; the result is shown where the form was. */
export async function joinWaitingList(context: PickerContext, exchange: HttpExchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const pickerRequest = await readPickerRequest(context, request)
  const fields = readFields(request.body)
  const form = readWaitingListForm(fields)
  const selection = readSelection(fields)
  const result = await joinUpstream(context, pickerRequest, { ...form, selection })
  const refusal = result instanceof ServiceError ? result : null
  if (wantsJson(request)) {
    if (refusal !== null) throw refusal
    return reply.code(201).header('cache-control', 'no-store').send({ message: result })
  }
  const message = result instanceof ServiceError ? result.message : result
  const problems = Object.fromEntries(refusal?.details.map((each) => [each.field, each.message]) ?? [])
  const waitingList = { ...form, message, problems, isJoined: refusal === null }
  const feedback = { selection, waitingList }
  return sendPicker(context, exchange, { pickerRequest, feedback, status: refusal?.statusCode ?? 201 })
}

/** @returns the confirmation, or why the visitor was refused */
async function joinUpstream(
  context: PickerContext,
  { eventId, clientIp, display }: PickerRequest,
  { priceId, values, problems, selection }: WaitingListForm & { selection: Selection },
): Promise<string | ServiceError> {
  const details = Object.entries(problems).map(([field, message]) => ({ field, message }))
  if (eventId === null || priceId === null)
    return new ServiceError('NOT_FOUND', { message: 'There is no waiting list here.', details })
  if (details.length > 0)
    return new ServiceError('BUSINESS_RULE', { message: 'Check what is marked below.', details })
  const limited = await context.entrances.check('waitingList', { address: clientIp, target: values.email })
  if (limited !== null) return tooMany(limited)
  const unoffered = await refuseWaiting(context, { eventId, clientIp, selection }, priceId)
  if (unoffered !== null) return unoffered
  const { last_name, ...required } = values
  const { dateId } = selection
  const entry = {
    ...required,
    ...(last_name !== '' && { last_name }),
    product_price_id: priceId,
    ...(dateId !== null && { event_occurrence_id: dateId }),
  }
  try {
    const locale = display.locale.slice(0, 2)
    const { position } = await context.hiEvents.joinWaitingList(eventId, { ...entry, locale }, clientIp)
    const place = position ? `, number ${position} in line` : ''
    return `You are on the waiting list${place}. When a place comes free, the organiser can write to you at ${values.email}.`
  } catch (error) {
    const refusal = refusalOf(error, Object.keys(values))
    context.shopCache.invalidate(eventId)
    return refusal
  }
}
