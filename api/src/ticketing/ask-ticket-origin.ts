import { HEADERS, type Permission, PERMISSIONS_OF_ROLE, ServiceError } from '@tuvens/contract'
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
export function requireManagerOfLink(
  context: Pick<TicketingContext, 'db' | 'limits'>,
  call: LinkCall,
): Promise<number> {
  return requireOnLink(context, call, 'manage_ticketing')
}

/**
 * Lets people through who have a permission on the account of a linked event; otherwise as `requireManagerOfLink`.
 *
 * @returns the id of the account
 */
export async function requireOnLink(
  context: Pick<TicketingContext, 'db' | 'limits'>,
  { params, request, reply }: LinkCall,
  permission: Permission,
): Promise<number> {
  const userId = userOf(request)
  await context.limits.countOrThrow('report', userId, reply)
  const event = await findEvent(context.db, params.id)
  if (event === undefined) throw new ServiceError('EVENT_NOT_FOUND')
  await requireOnAccount(context, userId, { accountId: event.account_id, permission })
  if (event.hi_events_event_id === null) throw new ServiceError('NOTHING_LINKED')
  return Number(event.account_id)
}

/** @throws ServiceError NOT_A_MEMBER, PERMISSION_DENIED */
export function requireManager(
  context: Pick<TicketingContext, 'db'>,
  userId: string,
  accountId: string,
): Promise<void> {
  return requireOnAccount(context, userId, { accountId, permission: 'manage_ticketing' })
}

async function requireOnAccount(
  { db }: Pick<TicketingContext, 'db'>,
  userId: string,
  { accountId, permission }: { accountId: string; permission: Permission },
): Promise<void> {
  const membership = await findRole(db, userId, accountId)
  if (membership === undefined) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[membership.role].includes(permission)) throw new ServiceError('PERMISSION_DENIED')
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
