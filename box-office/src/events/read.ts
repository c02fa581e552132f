import type { BaseContext } from '../base-context.ts'
import type { Principal } from '../rest/principal.ts'
import { requireOrganizer } from '../organizers/manage.ts'
import { missing } from '../refusal.ts'
import { type EventRow, findEvent } from './store.ts'
import type { EventOwners } from './shape.ts'

/** @throws Refusal 404, also when the event belongs to another account */
export async function requireEvent(
  context: BaseContext,
  { accountId }: Principal,
  id: number,
): Promise<EventRow> {
  const event = await findEvent(context.db, { accountId, id })
  if (event === undefined) throw missing('Event', id)
  return event
}

export async function requireEventWithOrganizer(
  context: BaseContext,
  principal: Principal,
  id: number,
): Promise<EventOwners> {
  const event = await requireEvent(context, principal, id)
  return { event, organizer: await requireOrganizer(context, principal, event.organizer_id) }
}
