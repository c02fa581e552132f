import {
  type Framing,
  HEADERS,
  PERMISSIONS_OF_ROLE,
  type PutFramingRequest,
  ServiceError,
  TICKET_ORIGIN_ROUTES,
} from '@tuvens/contract'
import { CallError } from '@tuvens/platform/http/call-error'
import { callOf } from '@tuvens/platform/http/route'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import { findEvent, findRole } from '../catalogue/store.ts'
import { userOf } from '../http/caller.ts'
import type { TicketingContext } from './context.ts'

type Call = { params: { id: string }; request: FastifyRequest; reply: FastifyReply }

/** The sites that may frame the tickets of an event. They are stored with the link, by the ticket origin. */
export async function readFraming(context: TicketingContext, call: Call): Promise<Framing> {
  await authorise(context, call)
  return request(() => context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.linkFraming, onBehalf(call))))
}

/** Replaces these sites. When the answer has come, the change holds at every node of the ticket origin. */
export async function putFraming(
  context: TicketingContext,
  call: Call & { body: PutFramingRequest },
): Promise<Framing> {
  const accountId = await authorise(context, call)
  const { body } = call
  const framing = await request(() =>
    context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.putLinkFraming, { ...onBehalf(call), body })),
  )
  context.audit.record({
    ...auditOrigin(call.request),
    operation: 'change-framing',
    outcome: 'ok',
    userId: userOf(call.request),
    accountId,
    eventId: call.params.id,
  })
  return framing
}

/** Ends framing by other sites at once. What fails here is told by the queue of edits, until it is taken. */
export async function endFraming(
  { ticketOrigin, log }: Pick<TicketingContext, 'ticketOrigin' | 'log'>,
  eventId: string,
): Promise<void> {
  try {
    await ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.endLink, { params: { event_id: eventId } }))
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    log.warn({ err: error, eventId }, 'the end of a link was not told yet; it is told again')
  }
}

/** @throws ServiceError RATE_LIMITED, EVENT_NOT_FOUND, NOT_A_MEMBER, PERMISSION_DENIED, NOTHING_LINKED */
async function authorise(context: TicketingContext, { params, request, reply }: Call): Promise<number> {
  const userId = userOf(request)
  await context.limits.countOrThrow('report', userId, reply)
  const event = await findEvent(context.db, params.id)
  if (event === undefined) throw new ServiceError('EVENT_NOT_FOUND')
  const membership = await findRole(context.db, userId, event.account_id)
  if (membership === undefined) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[membership.role].includes('manage_ticketing'))
    throw new ServiceError('PERMISSION_DENIED')
  if (event.hi_events_event_id === null) throw new ServiceError('NOTHING_LINKED')
  return Number(event.account_id)
}

function onBehalf({ params, request }: Call) {
  const headers = { [HEADERS.onBehalfOf]: userOf(request), [HEADERS.requestId]: request.id }
  return { params: { event_id: params.id }, headers }
}

/** @throws ServiceError NOTHING_LINKED, UPSTREAM_UNAVAILABLE */
async function request<T>(call: () => Promise<{ body: T }>): Promise<T> {
  try {
    return (await call()).body
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    throw error.status === 404
      ? new ServiceError('NOTHING_LINKED', { cause: error })
      : new ServiceError('UPSTREAM_UNAVAILABLE', { cause: error, retryAfter: error.retryAfter ?? 5 })
  }
}
