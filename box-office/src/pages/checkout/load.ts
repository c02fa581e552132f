import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageContext } from '../kit/context.ts'
import { type EventSettings, settingsOf } from '../../events/settings/settings-shape.ts'
import { type EventRow, findAnyEvent } from '../../events/store.ts'
import { dateOf, eventOn } from '../../events/dates/event-on.ts'
import { type FullOrder, readBuyerOrder } from '../../orders/read.ts'
import { findOrganizer, type OrganizerRow } from '../../organizers/store.ts'
import { missing } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import { paramOf, queryOf } from '../kit/request/query.ts'

export const CHECKOUT_PATH = '/checkout/:event/:short_id'

/** An order with the event data that its pages show. */
export type OrderWithEvent = FullOrder & { event: EventRow; organizer: OrganizerRow; settings: EventSettings }
export type OpenedOrder = OrderWithEvent & { sessionIdentifier: string | undefined }

/**
 * The order named in the path, if the session identifier in the form, the query or the cookie is the one of the order.
 *
 * @throws Refusal 404, 403
 */
export async function openOrder(context: PageContext, request: FastifyRequest): Promise<OpenedOrder> {
  const eventId = idOf(paramOf(request, 'event'), 'Event')
  const shortId = paramOf(request, 'short_id')
  const sessionIdentifier = sessionOf(request, shortId)
  const full = await readBuyerOrder(context, { eventId, shortId, sessionIdentifier })
  return { ...full, ...(await loadOrderEvent(context, eventId, dateOf(full.items))), sessionIdentifier }
}

/** What a ticket holder has to read first: why their ticket is not valid. Null while it is. */
export type Cancelled = 'event' | 'order' | null

/** Whether an order, or the event or date that it is for, was cancelled. */
export function cancelledOf({ event, order }: Pick<OrderWithEvent, 'event' | 'order'>): Cancelled {
  if (order.status === 'CANCELLED') return 'order'
  return event.status === 'ARCHIVED' ? 'event' : null
}

const MINUTE_MS = 60_000

/** What the calendar file of an order says of its state: a later file replaces an entry that was made of an earlier one. */
export function changeOf({ event, order }: Pick<OrderWithEvent, 'event' | 'order'>) {
  const changedMs = Math.max(event.updated_at.getTime(), order.updated_at.getTime())
  const isCancelled = cancelledOf({ event, order }) !== null
  return { changedAt: new Date(changedMs), sequence: Math.floor(changedMs / MINUTE_MS), isCancelled }
}

/** The event as it is on the date that was bought. */
export async function loadOrderEvent(
  { db }: PageContext,
  eventId: number,
  occurrenceId: number | null,
): Promise<Pick<OrderWithEvent, 'event' | 'organizer' | 'settings'>> {
  const event = await findAnyEvent(db, eventId)
  if (event === undefined) throw missing('Event', eventId)
  const organizer = await findOrganizer(db, { accountId: event.account_id, id: event.organizer_id })
  if (organizer === undefined) throw missing('Organizer', event.organizer_id)
  return { event: await eventOn(db, event, occurrenceId), organizer, settings: settingsOf(event, organizer) }
}

function sessionOf(request: FastifyRequest, shortId: string): string | undefined {
  const body = request.body as Record<string, unknown> | undefined | null
  const sent = body?.['session_identifier']
  if (typeof sent === 'string') return sent
  return queryOf(request, 'session_identifier') ?? request.cookies[cookieName(shortId)]
}

/** Names the order that was opened last, for the page on which its tickets were chosen. */
export const HELD_COOKIE = 'held_order'

/**
 * Keeps the session identifier in a cookie, so that a reload works. One cookie per order: several may be open. The page of
 * the event gets the name of the order alone.
 */
export function rememberOrder(reply: FastifyReply, { order, event, sessionIdentifier }: OpenedOrder): void {
  if (sessionIdentifier === undefined) return
  const kept = { secure: true, httpOnly: true, sameSite: 'lax', maxAge: 3 * 3600 } as const
  const path = `/checkout/${event.id}/${order.short_id}`
  reply.setCookie(cookieName(order.short_id), sessionIdentifier, { ...kept, path })
  reply.setCookie(HELD_COOKIE, order.short_id, { ...kept, path: `/event/${event.id}` })
}

function cookieName(shortId: string): string {
  return `order_${/^o_[A-Za-z0-9]{13}$/.test(shortId) ? shortId : 'none'}`
}

export function checkoutPath(
  { event, order }: Pick<OrderWithEvent, 'event' | 'order'>,
  page: string,
): string {
  return `/checkout/${event.id}/${order.short_id}/${page}`
}
