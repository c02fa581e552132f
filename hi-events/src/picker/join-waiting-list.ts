import { ServiceError } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import type { Context } from '../context.ts'
import { isUpstream, UpstreamError } from '../upstream/errors.ts'
import { sendPage } from '../web/send-page.ts'
import type { Exchange } from './answer-order.ts'
import { APPLICANT_FIELDS, type Application, readApplication } from './applicant.ts'
import { failureWords } from './failure-words.ts'
import { readSelection } from './selection.ts'
import { showPicker } from './show.ts'
import { readVisit, type Visit, wantsJson } from './visit.ts'

/** Puts somebody on the waiting list of a sold out price; either answer is said where the form stands. */
export async function joinWaitingList(ctx: Context, exchange: Exchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const visit = readVisit(ctx, request)
  const application = readApplication(request.body)
  const outcome = await join(ctx, visit, application)
  if (wantsJson(request)) return answerScript(exchange, outcome)
  const selection = readSelection(request.body)
  const shown = await showPicker(ctx, visit, { selection, waiting: { ...application, ...outcome } })
  const status = shown.status === 200 ? outcome.status : shown.status
  return sendPage({ request, reply }, shown.page, { status })
}

/** What became of an application, in words. */
type Outcome = Pick<Application, 'problems'> & { isJoined: boolean; words: string; status: number }

async function join(
  ctx: Context,
  { eventId, clientAddress, frame }: Visit,
  { priceId, typed, problems }: Application,
): Promise<Outcome> {
  const refused = { isJoined: false, problems, status: 422 }
  if (eventId === null || priceId === null)
    return { ...refused, words: 'There is no waiting list here.', status: 404 }
  if (Object.keys(problems).length > 0) return { ...refused, words: 'Check what is marked below.' }
  const { last_name, ...rest } = typed
  const applicant = { ...rest, ...(last_name !== '' && { last_name }), product_price_id: priceId }
  try {
    const locale = frame.locale.slice(0, 2)
    const { position } = await ctx.hiEvents.joinWaitingList(eventId, { ...applicant, locale }, clientAddress)
    return { isJoined: true, problems: {}, words: joinedWords(typed.email, position), status: 201 }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    ctx.catalogue.forget(eventId)
    const status = isUpstream(error, 'refused', 'missing') ? 422 : 503
    return { ...refused, problems: problemsIn(error), words: failureWords(error), status }
  }
}

function joinedWords(email: string, position: number | null | undefined): string {
  const place = position ? `, number ${position} in line` : ''
  return `You are on the waiting list${place}. When a place comes free, you get an e-mail at ${email}.`
}

function problemsIn({ fields }: UpstreamError): Application['problems'] {
  const named = APPLICANT_FIELDS.flatMap((field) => {
    const [sentence] = fields[field] ?? []
    return sentence === undefined ? [] : [[field, sentence]]
  })
  return Object.fromEntries(named)
}

function answerScript({ reply }: Exchange, { isJoined, words, problems, status }: Outcome): FastifyReply {
  if (isJoined) return reply.code(status).header('cache-control', 'no-store').send({ message: words })
  const code = status === 422 ? 'BUSINESS_RULE' : status === 404 ? 'NOT_FOUND' : 'UPSTREAM_UNAVAILABLE'
  const details = Object.entries(problems).map(([field, message]) => ({ field, message }))
  throw new ServiceError(code, { message: words, details })
}
