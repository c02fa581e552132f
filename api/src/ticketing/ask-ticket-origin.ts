import { HEADERS, PERMISSIONS_OF_ROLE, ServiceError } from '@tuvens/contract'
import { CallError } from '@tuvens/platform/http/call-error'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findEvent, findRole } from '../catalogue/store.ts'
import { userOf } from '../http/caller.ts'
import type { TicketingContext } from './context.ts'

/** A call of an organiser that the ticket origin answers. */
export type LinkCall<P = { id: string }> = { params: P; request: FastifyRequest; reply: FastifyReply }

/**
 * Lets people through who may manage the ticketing of a linked event.
 *
 * @returns the id of its account
 * @throws ServiceError RATE_LIMITED, EVENT_NOT_FOUND, NOT_A_MEMBER, PERMISSION_DENIED, NOTHING_LINKED
 */
export async function requireManagerOfLink(
  context: Pick<TicketingContext, 'db' | 'limits'>,
  { params, request, reply }: LinkCall,
): Promise<number> {
  const userId = userOf(request)
  await context.limits.countOrThrow('report', userId, reply)
  const event = await findEvent(context.db, params.id)
  if (event === undefined) throw new ServiceError('EVENT_NOT_FOUND')
  await requireManager(context, userId, event.account_id)
  if (event.hi_events_event_id === null) throw new ServiceError('NOTHING_LINKED')
  return Number(event.account_id)
}

/** @throws ServiceError NOT_A_MEMBER, PERMISSION_DENIED */
export async function requireManager(
  { db }: Pick<TicketingContext, 'db'>,
  userId: string,
  accountId: string,
): Promise<void> {
  const membership = await findRole(db, userId, accountId)
  if (membership === undefined) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[membership.role].includes('manage_ticketing'))
    throw new ServiceError('PERMISSION_DENIED')
}

/** The event, and for whom the ticket origin is asked. */
export function onBehalf({ params, request }: Pick<LinkCall, 'params' | 'request'>) {
  return { params: { event_id: params.id }, headers: behalfOf(request) }
}

/** For whom the ticket origin is asked. */
export function behalfOf(request: FastifyRequest) {
  return { [HEADERS.onBehalfOf]: userOf(request), [HEADERS.requestId]: request.id }
}

/** @throws ServiceError NOTHING_LINKED, UPSTREAM_UNAVAILABLE */
export async function askTicketOrigin<T>(call: () => Promise<{ body: T }>): Promise<T> {
  try {
    return (await call()).body
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    throw error.status === 404
      ? new ServiceError('NOTHING_LINKED', { cause: error })
      : new ServiceError('UPSTREAM_UNAVAILABLE', { cause: error, retryAfter: error.retryAfter ?? 5 })
  }
}
