import { type LinkResponse, type PutLinkRequest, ServiceError } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { auditOrigin } from '../audit/record.ts'
import { insertAuditEntries } from '../audit/store.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { rolesWith } from '../auth/rights.ts'
import { representTicketing } from '../catalogue/represent.ts'
import type { TicketingContext } from './context.ts'
import { findLinkingSession, type LinkingSession } from '../session/store.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { deleteUnlink, type TicketingRow, type TicketingState } from './store.ts'
import { underLock } from './under-lock.ts'
import { writeTicketing } from './write.ts'

type LinkCall = Omit<ValidRequest<PutLinkRequest>, 'reply'> & { params: { event_id: string } }

/** Links an event to its Hi.Events event, on behalf of a session. Repeating the same link changes nothing. */
export async function link(context: TicketingContext, call: LinkCall): Promise<LinkResponse> {
  const eventId = call.params.event_id
  const session = await authorise(context, call)
  const pair = { eventId, hiEventsEventId: call.body.hi_events_event_id }
  const state = await underLock(context.db, pair, async (tx, event) => {
    checkLinkable(event, session, pair.hiEventsEventId)
    const linked = await writeLink(tx, event, call.body)
    await insertAuditEntries(tx, [auditEntryOf(call, session)])
    return linked
  })
  context.stream.wake()
  context.editing.wake()
  context.sendingWebhooks.wake()
  return { event_id: eventId, ...representTicketing(state) }
}

/** @throws ServiceError SESSION_NOT_FOUND, SESSION_EXPIRED, SESSION_REVOKED, PERMISSION_DENIED */
async function authorise(context: TicketingContext, { body, params }: LinkCall): Promise<LinkingSession> {
  const session = await findLinkingSession(context.db, {
    hash: tokenHashOf(body.session_token),
    roles: rolesWith('manage_ticketing'),
  })
  if (session.outcome !== 'ok') throw new ServiceError(session.outcome)
  const isForAnotherEvent = session.event_id !== null && session.event_id !== params.event_id
  if (!session.may_manage || isForAnotherEvent) throw new ServiceError('PERMISSION_DENIED')
  return session
}

/** @throws ServiceError PERMISSION_DENIED, LINK_CONFLICT */
function checkLinkable(event: TicketingRow, session: LinkingSession, hiEventsEventId: number): void {
  if (event.account_id !== session.account_id) throw new ServiceError('PERMISSION_DENIED')
  const linked = event.hi_events_event_id
  const isLinkedElsewhere = linked !== null && linked !== String(hiEventsEventId)
  if (isLinkedElsewhere || event.other_linked_event_id !== null) throw new ServiceError('LINK_CONFLICT')
}

async function writeLink(sql: Sql, before: TicketingRow, body: PutLinkRequest): Promise<TicketingState> {
  const changes = {
    ticketing_status: before.ticketing_status === 'none' ? ('setup' as const) : before.ticketing_status,
    source_sent_at: before.source_sent_at ?? before.unlinked_sent_at,
    hi_events_event_id: String(body.hi_events_event_id),
    hi_events_event_url: body.event_url,
    widget_url: body.widget_url,
    manage_url: body.manage_url,
  }
  const isSame = JSON.stringify({ ...before, ...changes }) === JSON.stringify(before)
  if (isSame) return before
  await deleteUnlink(sql, before.id, body.hi_events_event_id)
  return writeTicketing(sql, before, changes)
}

function auditEntryOf({ request, params }: LinkCall, session: LinkingSession) {
  return {
    ...auditOrigin(request),
    at: new Date(),
    operation: 'link',
    outcome: 'ok' as const,
    userId: session.user_id,
    accountId: Number(session.account_id),
    eventId: params.event_id,
  }
}
