import { ServiceError } from '@tuvens/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { isUpstream, UpstreamError } from '../upstream/errors.ts'
import { sendPage } from '../web/send-page.ts'
import { failureWords } from './failure-words.ts'
import { orderOf, readSelection, type Selection } from './selection.ts'
import { showPicker } from './show.ts'
import { readVisit, type Visit, wantsJson } from './visit.ts'

/** A request and its answer. */
export type Exchange = { request: FastifyRequest; reply: FastifyReply }

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

const UNREADABLE = {
  quantity: 'Give the number of tickets as a whole number, up to 1,000.',
  amount: 'Give the amount as a number, such as 12.50.',
}

async function place(ctx: Context, { eventId, clientAddress }: Visit, selection: Selection): Promise<Placed> {
  const order = orderOf(selection)
  if (eventId === null) return { refusal: 'There are no tickets here.', status: 404 }
  if (selection.unreadable !== null) return { refusal: UNREADABLE[selection.unreadable], status: 422 }
  if (order === null) return { refusal: 'Choose at least one ticket first.', status: 422 }
  try {
    const { short_id, session_identifier } = await ctx.hiEvents.placeOrder(eventId, order, clientAddress)
    const path = `/checkout/${eventId}/${short_id}/details?session_identifier=${session_identifier}`
    return { checkoutUrl: ctx.config.ticketOrigin + path }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    ctx.catalogue.forget(eventId)
    return { refusal: failureWords(error), status: isUpstream(error, 'refused', 'missing') ? 422 : 503 }
  }
}

type Refused = { visit: Visit; selection: Selection; refusal: string; status: number }

async function refuse(ctx: Context, { request, reply }: Exchange, refused: Refused): Promise<FastifyReply> {
  const { visit, selection, refusal, status } = refused
  if (wantsJson(request)) {
    const code = status === 422 ? 'BUSINESS_RULE' : status === 404 ? 'NOT_FOUND' : 'UPSTREAM_UNAVAILABLE'
    throw new ServiceError(code, { message: refusal })
  }
  const shown = await showPicker(ctx, visit, { selection, refusal })
  return sendPage({ request, reply }, shown.page, { status: shown.status === 200 ? status : shown.status })
}
