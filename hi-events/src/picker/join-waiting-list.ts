import { ERRORS } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import type { PickerContext } from './context.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { readFields } from '../web/form-fields.ts'
import { type HttpExchange, sendPage } from '../web/send-page.ts'
import { readSelection } from './form/selection.ts'
import { readWaitingListForm, WAITING_LIST_FIELDS, type WaitingListForm } from './form/waiting-list-form.ts'
import { type PickerRequest, readPickerRequest, wantsJson } from './picker-request.ts'
import { type PickerRefusal, refusalError, refusalOf } from './refusal.ts'
import { showPicker } from './show-picker.ts'

/** Adds a visitor to the waiting list of a sold out price; the result is shown where the form was. */
export async function joinWaitingList(context: PickerContext, exchange: HttpExchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const pickerRequest = readPickerRequest(context, request)
  const fields = readFields(request.body)
  const form = readWaitingListForm(fields)
  const result = await joinUpstream(context, pickerRequest, form)
  if (wantsJson(request)) return sendResult(reply, result)
  const { message, problems, refusal } = result
  const waitingList = { ...form, message, problems, isJoined: refusal === null }
  const { page, status } = await showPicker(context, pickerRequest, {
    selection: readSelection(fields),
    waitingList,
  })
  return sendPage(exchange, page, { status: status === 200 ? statusOf(result) : status })
}

type JoinResult = Pick<WaitingListForm, 'problems'> & { message: string; refusal: PickerRefusal | null }

function statusOf({ refusal }: JoinResult): number {
  return refusal === null ? 201 : ERRORS[refusal.code][0]
}

function refused(refusal: PickerRefusal, problems: WaitingListForm['problems'] = {}): JoinResult {
  return { message: refusal.message, problems, refusal }
}

async function joinUpstream(
  context: PickerContext,
  { eventId, clientAddress, display }: PickerRequest,
  { priceId, values, problems }: WaitingListForm,
): Promise<JoinResult> {
  if (eventId === null || priceId === null)
    return refused({ message: 'There is no waiting list here.', code: 'NOT_FOUND' }, problems)
  if (Object.keys(problems).length > 0)
    return refused({ message: 'Check what is marked below.', code: 'BUSINESS_RULE' }, problems)
  const { last_name, ...required } = values
  const entry = { ...required, ...(last_name !== '' && { last_name }), product_price_id: priceId }
  try {
    const locale = display.locale.slice(0, 2)
    const { position } = await context.hiEvents.joinWaitingList(eventId, { ...entry, locale }, clientAddress)
    return { message: joinedMessage(values.email, position), problems: {}, refusal: null }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    context.catalogue.forget(eventId)
    return refused(refusalOf(error), problemsIn(error))
  }
}

function joinedMessage(email: string, position: number | null | undefined): string {
  const place = position ? `, number ${position} in line` : ''
  return `You are on the waiting list${place}. When a place comes free, the organiser can write to you at ${email}.`
}

function problemsIn({ fields }: UpstreamError): WaitingListForm['problems'] {
  const problems = WAITING_LIST_FIELDS.flatMap((field) => {
    const [sentence] = fields[field] ?? []
    return sentence === undefined ? [] : [[field, sentence]]
  })
  return Object.fromEntries(problems)
}

function sendResult(reply: FastifyReply, result: JoinResult): FastifyReply {
  const { message, problems, refusal } = result
  const details = Object.entries(problems).map(([field, problem]) => ({ field, message: problem }))
  if (refusal !== null) throw refusalError(refusal, details)
  return reply.code(statusOf(result)).header('cache-control', 'no-store').send({ message })
}
