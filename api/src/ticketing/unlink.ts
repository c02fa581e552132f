import { type LinkResponse, PERMISSIONS_OF_ROLE, ServiceError } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'
import type { FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import { insertEntries } from '../audit/store.ts'
import { findRole } from '../catalogue/store.ts'
import { representTicketing } from '../catalogue/represent.ts'
import type { TicketingContext } from './context.ts'
import { insertParting, type TicketingRow, type TicketingState } from './store.ts'
import { underLock } from './under-lock.ts'
import { writeTicketing } from './write.ts'

/** Parts an event from its ticketing: the status becomes `none`. Where there is none already, nothing changes. */
export async function unlink(
  context: TicketingContext,
  eventId: string,
  request: FastifyRequest,
): Promise<LinkResponse> {
  const pair = { eventId, hiEventsEventId: null }
  const state = await underLock(context.db, pair, async (tx, event): Promise<TicketingState> => {
    await checkRight(tx, event, actingUserOf(request))
    if (event.ticketing_status === 'none') return event
    const parted = await writeParting(tx, event)
    await insertEntries(tx, [auditOf(request, event)])
    return parted
  })
  context.stream.wake()
  return { event_id: eventId, ...representTicketing(state) }
}

/** The user, or the one a service says it acts for; a service that names nobody acts for itself. */
function actingUserOf({ caller }: FastifyRequest): string | null {
  if (caller?.kind === 'user') return caller.userId
  return caller?.onBehalfOf ?? null
}

/** @throws ServiceError NOT_A_MEMBER, PERMISSION_DENIED */
async function checkRight(sql: Sql, event: TicketingRow, userId: string | null): Promise<void> {
  if (userId === null) return
  const membership = await findRole(sql, userId, event.account_id)
  if (membership === undefined) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[membership.role].includes('manage_ticketing')) {
    throw new ServiceError('PERMISSION_DENIED')
  }
}

async function writeParting(sql: Sql, event: TicketingRow): Promise<TicketingState> {
  const hiEventsEventId = event.hi_events_event_id
  if (hiEventsEventId !== null) {
    await insertParting(sql, { eventId: event.id, hiEventsEventId, sourceSentAt: event.source_sent_at })
  }
  return writeTicketing(sql, event, {
    ticketing_status: 'none',
    source_status: null,
    source_sent_at: null,
    has_been_on_sale: false,
    sales: null,
    hi_events_event_id: null,
    hi_events_event_url: null,
    widget_url: null,
    manage_url: null,
  })
}

function auditOf(request: FastifyRequest, event: TicketingRow) {
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
