import type { Sql } from '@tuvens/platform/db/db'
import { phaseOf } from '../catalogue/represent.ts'
import { insertChange, type TicketingRow, type TicketingState, updateTicketing } from './store.ts'

/**
 * Writes an event's new ticketing and, when a page would show a difference, the change row that reaches every page.
 * Runs in the caller's transaction, under the event's lock.
 */
export async function writeTicketing(
  sql: Sql,
  before: TicketingRow,
  after: Omit<TicketingState, 'ticketing_version'>,
): Promise<TicketingState> {
  const isVisible = visiblePartOf(before) !== visiblePartOf(after)
  const state = { ...after, ticketing_version: before.ticketing_version + (isVisible ? 1 : 0) }
  const writes = [updateTicketing(sql, before.id, state)]
  if (isVisible) writes.push(insertChange(sql, changeOf(before.id, state)))
  await Promise.all(writes)
  return state
}

/** The part of an event's ticketing that pages show. */
function visiblePartOf(
  state: Omit<TicketingState, 'ticketing_version' | 'source_sent_at' | 'manage_url'>,
): string {
  return JSON.stringify([
    state.ticketing_status,
    phaseOf(state),
    state.hi_events_event_id,
    state.hi_events_event_url,
    state.widget_url,
  ])
}

function changeOf(eventId: string, state: TicketingState) {
  return {
    eventId,
    version: state.ticketing_version,
    status: state.ticketing_status,
    phase: phaseOf(state),
    widgetUrl: state.widget_url,
    eventUrl: state.hi_events_event_url,
  }
}
