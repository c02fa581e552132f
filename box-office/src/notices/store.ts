import type { Tx } from '@tuvens/platform/db/db'
import type { EventRow } from '../events/store.ts'
import { factsOf, type Told } from '../events/told.ts'
import type { ComposedMail } from '../mail/compose.tsx'

/** An event that changed, and what its ticket holders know of it. */
export type ChangedEvent = EventRow & { told: Told }

/** Claims one event that is not as its ticket holders know it, and that nobody has changed since `before`. */
export async function claimChangedEvent(tx: Tx, before: Date): Promise<ChangedEvent | undefined> {
  const [event] = await tx<ChangedEvent[]>`
    select e.* from events e
    where e.told is not null and e.told is distinct from ${factsOf(tx)} and e.updated_at < ${before}
      and e.deleted_at is null
    order by e.updated_at limit 1 for update of e skip locked`
  return event
}

/** From now on ticket holders know the event as it is. */
export async function markTold(tx: Tx, eventId: number): Promise<void> {
  await tx`update events e set told = ${factsOf(tx)} where e.id = ${eventId}`
}

/** Queues one mail to each buyer and attendee of an event, whose tickets are valid. @returns how many */
export async function mailHolders(
  tx: Tx,
  event: Pick<EventRow, 'id' | 'account_id' | 'updated_at'>,
  { subject, html, text }: ComposedMail,
): Promise<number> {
  const cause = `event.changed:${event.id}:${event.updated_at.toISOString()}`
  const { count } = await tx`
    insert into mails (account_id, cause, recipient, subject, html, text)
    select ${event.account_id}, ${cause}, recipient, ${subject}, ${html}, ${text} from (
      select lower(email) as recipient from orders
      where event_id = ${event.id} and status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT') and email <> ''
      union
      select lower(email) from attendees
      where event_id = ${event.id} and status in ('ACTIVE', 'AWAITING_PAYMENT') and email <> '') holders
    on conflict (cause, recipient) do nothing`
  return count
}
