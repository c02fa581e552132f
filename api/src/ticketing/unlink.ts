import { type LinkResponse, PERMISSIONS_OF_ROLE, ServiceError } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import { insertAuditEntries } from '../audit/store.ts'
import { findRole } from '../catalogue/store.ts'
import { representTicketing } from '../catalogue/represent.ts'
import { MissingGuardError } from '../http/caller.ts'
import type { TicketingContext } from './context.ts'
import { insertEdit, recordUnlink, type TicketingRow, type TicketingState } from './store.ts'
import { endFraming } from './framing.ts'
import { underLock } from './under-lock.ts'
import { writeTicketing } from './write.ts'

/** Removes an event's link: its status becomes `none`. Without a link nothing changes. */
export async function unlink(
  context: TicketingContext,
  eventId: string,
  request: FastifyRequest,
): Promise<LinkResponse> {
  let isUnlinked = false
  const pair = { eventId, hiEventsEventId: null }
  const state = await underLock(context.db, pair, async (tx, event): Promise<TicketingState> => {
    await checkPermission(tx, event, actingUserOf(request))
    if (event.ticketing_status === 'none') return event
    isUnlinked = event.hi_events_event_id !== null
    const unlinked = await writeUnlink(tx, event)
    await insertAuditEntries(tx, [auditEntryOf(request, event)])
    return unlinked
  })
  context.stream.wake()
  context.sendingWebhooks.wake()
  if (isUnlinked) await endFraming(context, eventId)
  return { event_id: eventId, ...representTicketing(state) }
}

/** The signed-in user, or the one that a service acts for; null for a service that acts for itself. */
function actingUserOf({ caller }: FastifyRequest): string | null {
  if (caller?.kind === 'user') return caller.userId
  if (caller?.kind === 'service') return caller.onBehalfOf ?? null
  throw new MissingGuardError('this route needs requireUserOrSigned')
}

/** @throws ServiceError NOT_A_MEMBER, PERMISSION_DENIED */
async function checkPermission(sql: Sql, event: TicketingRow, userId: string | null): Promise<void> {
  if (userId === null) return
  const membership = await findRole(sql, userId, event.account_id)
  if (membership === undefined) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[membership.role].includes('manage_ticketing')) {
    throw new ServiceError('PERMISSION_DENIED')
  }
}

async function writeUnlink(sql: Sql, event: TicketingRow): Promise<TicketingState> {
  await recordUnlink(sql, event.id)
  // Should the call after the commit be lost, this queue makes it again.
  if (event.hi_events_event_id !== null) await insertEdit(sql, event.id)
  return writeTicketing(sql, event, {
    ticketing_status: 'none',
    source_status: null,
    source_sent_at: null,
    has_been_on_sale: false,
    sales_status: null,
    hi_events_event_id: null,
    hi_events_event_url: null,
    widget_url: null,
    manage_url: null,
    ticket_dates: [],
    ticket_prices: null,
  })
}

function auditEntryOf(request: FastifyRequest, event: TicketingRow) {
  return {
    ...auditOrigin(request),
    at: new Date(),
    operation: 'unlink',
    outcome: 'ok' as const,
    userId: actingUserOf(request),
    accountId: Number(event.account_id),
    eventId: event.id,
  }
}
