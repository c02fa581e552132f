import type { Sql } from '@tuvens/platform/db/db'
import { isDeepStrictEqual } from 'node:util'
import { queueMessages } from '../endpoints/message-store.ts'
import { messagesOf } from '../endpoints/messages-of.ts'
import { phaseOf } from '../catalogue/represent.ts'
import { insertChange, insertEdit, type TicketingRow, type TicketingState, updateTicketing } from './store.ts'

/**
 * Changes an event's ticketing and, when a page would show a difference, writes the change row that reaches every page.
 * The webhook messages that tell of it are queued with it.
 * Runs in the caller's transaction, under the event's lock.
 *
 * @param noticedAt when the ticket origin first had notice of what changed
 */
export async function writeTicketing(
  sql: Sql,
  before: TicketingRow,
  changes: Partial<TicketingState>,
  noticedAt: Date | null = null,
): Promise<TicketingState> {
  const after = { ...before, ...changes }
  const isVisible = !isDeepStrictEqual(visiblePartOf(before), visiblePartOf(after))
  const version = { ticketing_version: before.ticketing_version + (isVisible ? 1 : 0) }
  const state = { ...after, ...version }
  const writes = [updateTicketing(sql, state, { ...changes, ...version })]
  const isNewLink =
    state.hi_events_event_id !== null && state.hi_events_event_id !== before.hi_events_event_id
  // What the ticket origin knows of the event may be older than the link.
  if (isNewLink) writes.push(insertEdit(sql, before.id))
  if (isVisible) writes.push(insertChange(sql, state, noticedAt))
  const messages = messagesOf(before, state)
  if (messages.length > 0) writes.push(queueMessages(sql, before, messages))
  await Promise.all(writes)
  return state
}

/** The part of an event's ticketing that pages show. */
function visiblePartOf(state: TicketingState) {
  return [
    state.ticketing_status,
    phaseOf(state),
    state.hi_events_event_id,
    state.hi_events_event_url,
    state.widget_url,
    state.ticket_dates,
    state.ticket_prices,
  ]
}
