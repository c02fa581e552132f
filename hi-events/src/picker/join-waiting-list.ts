import { ERRORS } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import type { PickerContext as Context } from './context.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { sendPage } from '../web/send-page.ts'
import type { Exchange } from './place-order.ts'
import { APPLICANT_FIELDS, type Application, readApplication } from './form/waiting-list-form.ts'
import { asError, type Refused, refusedBy } from './refusal.ts'
import { readSelection } from './form/selection.ts'
import { showPicker } from './show-picker.ts'
import { readVisit, type Visit, wantsJson } from './picker-request.ts'

/** Puts somebody on the waiting list of a sold out price; either answer is said where the form stands. */
export async function joinWaitingList(context: Context, exchange: Exchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const visit = readVisit(context, request)
  const application = readApplication(request.body)
  const outcome = await join(context, visit, application)
  if (wantsJson(request)) return answerScript(exchange, outcome)
  const { words, problems, refused } = outcome
  const waiting = { ...application, words, problems, isJoined: refused === null }
  const shown = await showPicker(context, visit, { selection: readSelection(request.body), waiting })
  const status = shown.status === 200 ? statusOf(outcome) : shown.status
  return sendPage({ request, reply }, shown.page, { status })
}

/** What became of an application, in words. */
type Outcome = Pick<Application, 'problems'> & { words: string; refused: Refused | null }

function statusOf({ refused }: Outcome): number {
  return refused === null ? 201 : ERRORS[refused.code][0]
}

function refusal(refused: Refused, problems: Application['problems'] = {}): Outcome {
  return { words: refused.words, problems, refused }
}

async function join(
  context: Context,
  { eventId, clientAddress, frame }: Visit,
  { priceId, typed, problems }: Application,
): Promise<Outcome> {
  if (eventId === null || priceId === null)
    return refusal({ words: 'There is no waiting list here.', code: 'NOT_FOUND' }, problems)
  if (Object.keys(problems).length > 0)
    return refusal({ words: 'Check what is marked below.', code: 'BUSINESS_RULE' }, problems)
  const { last_name, ...rest } = typed
  const applicant = { ...rest, ...(last_name !== '' && { last_name }), product_price_id: priceId }
  try {
    const locale = frame.locale.slice(0, 2)
    const { position } = await context.hiEvents.joinWaitingList(
      eventId,
      { ...applicant, locale },
      clientAddress,
    )
    return { words: joinedWords(typed.email, position), problems: {}, refused: null }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    context.catalogue.forget(eventId)
    return refusal(refusedBy(error), problemsIn(error))
  }
}

function joinedWords(email: string, position: number | null | undefined): string {
  const place = position ? `, number ${position} in line` : ''
  return `You are on the waiting list${place}. When a place comes free, the organiser can write to you at ${email}.`
}

function problemsIn({ fields }: UpstreamError): Application['problems'] {
  const named = APPLICANT_FIELDS.flatMap((field) => {
    const [sentence] = fields[field] ?? []
    return sentence === undefined ? [] : [[field, sentence]]
  })
  return Object.fromEntries(named)
}

function answerScript({ reply }: Exchange, outcome: Outcome): FastifyReply {
  const { words, problems, refused } = outcome
  const details = Object.entries(problems).map(([field, message]) => ({ field, message }))
  if (refused !== null) throw asError(refused, details)
  return reply.code(statusOf(outcome)).header('cache-control', 'no-store').send({ message: words })
}
