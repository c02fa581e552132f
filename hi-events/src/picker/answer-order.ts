import { ServiceError } from '@tuvens/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { isUpstream, UpstreamError } from '../upstream/errors.ts'
import { sendPage } from '../web/send-page.ts'
import { orderOf, readSelection, type Selection } from './selection.ts'
import { showPicker } from './show.ts'
import { readVisit, type Visit } from './visit.ts'

type Exchange = { request: FastifyRequest; reply: FastifyReply }

/** Makes the order upstream and sends the top window to its checkout; a refusal is said where it was made. */
export async function answerOrder(ctx: Context, exchange: Exchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const visit = readVisit(ctx, request)
  const selection = readSelection(request.body)
  const placed = await place(ctx, visit, selection)
  if ('refusal' in placed) return refuse(ctx, exchange, { visit, selection, ...placed })
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
  if (wantsJson(request)) return reply.code(201).send({ checkout_url: placed.checkoutUrl })
  return reply.redirect(placed.checkoutUrl, 303)
}

type Placed = { checkoutUrl: string } | { refusal: string; status: number }

async function place(ctx: Context, { eventId, clientAddress }: Visit, selection: Selection): Promise<Placed> {
  const order = orderOf(selection)
  if (eventId === null) return { refusal: 'There are no tickets here.', status: 404 }
  if (order === null) return { refusal: 'Choose at least one ticket first.', status: 422 }
  try {
    const { short_id, session_identifier } = await ctx.hiEvents.placeOrder(eventId, order, clientAddress)
    const path = `/checkout/${eventId}/${short_id}/details?session_identifier=${session_identifier}`
    return { checkoutUrl: ctx.config.ticketOrigin + path }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    ctx.catalogue.forget(eventId)
    return { refusal: wordsOf(error), status: isUpstream(error, 'refused', 'missing') ? 422 : 503 }
  }
}

function wordsOf(error: UpstreamError): string {
  if (error.failure === 'limited') return 'That was a lot at once. Wait a minute and try again.'
  if (error.failure === 'refused' && error.sentence !== undefined) return error.sentence
  if (error.failure === 'missing') return 'These tickets are not on sale any more.'
  return 'The ticket system is not answering right now. Try again in a moment.'
}

type Refused = { visit: Visit; selection: Selection; refusal: string; status: number }

async function refuse(ctx: Context, { request, reply }: Exchange, refused: Refused): Promise<FastifyReply> {
  const { visit, selection, refusal, status } = refused
  if (wantsJson(request)) {
    const code = status === 422 ? 'BUSINESS_RULE' : status === 404 ? 'NOT_FOUND' : 'UPSTREAM_UNAVAILABLE'
    throw new ServiceError(code, { message: refusal })
  }
  const shown = await showPicker(ctx, visit, { selection: { ...selection }, refusal })
  return sendPage({ request, reply }, shown.page, { status: shown.status === 200 ? status : shown.status })
}

function wantsJson({ headers }: FastifyRequest): boolean {
  return /\bapplication\/json\b/.test(headers.accept ?? '')
}
