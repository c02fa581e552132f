import type { Tx } from '@tuvens/platform/db/db'
import type { EventRow } from '../events/store.ts'
import type { OccurrenceRow } from '../dates/store.ts'
import { severalDates } from '../dates/several.ts'
import { dateFactsOf, factsOf, type Told, type ToldDate } from '../events/told.ts'
import type { ComposedMail } from '../mail/compose.tsx'

/** An event that changed, and what its ticket holders know of it. */
export type ChangedEvent = EventRow & { told: Told; has_several_dates: boolean }

/**
 * Claims one event that is not as its ticket holders know it, and that nobody has changed since `before`. A cancellation
 * does not wait.
 */
export async function claimChangedEvent(tx: Tx, before: Date): Promise<ChangedEvent | undefined> {
  const [event] = await tx<ChangedEvent[]>`
    select e.*, ${severalDates(tx)} as has_several_dates from events e
    where e.told is not null and e.told is distinct from ${factsOf(tx)} and (e.updated_at < ${before} or e.status = 'ARCHIVED')
      and e.deleted_at is null
    order by e.updated_at limit 1 for update of e skip locked`
  return event
}

/** From now on ticket holders know the event as it is: with its only date, if they knew its time before. */
export async function markTold(
  tx: Tx,
  { id, told, has_several_dates }: Pick<ChangedEvent, 'id' | 'told' | 'has_several_dates'>,
): Promise<void> {
  await tx`update events e set told = ${factsOf(tx)} where e.id = ${id}`
  if (has_several_dates || told.start === null) return
  await tx`
    update occurrences set told = told || jsonb_build_object('start', start_date, 'end', end_date)
    where event_id = ${id} and told is not null`
}

/** A date that changed, and what its ticket holders know of it. */
export type ChangedDate = OccurrenceRow & { told: ToldDate }

/**
 * As `claimChangedEvent`, for a date. The time of an only date is told with its event, until ticket holders know that it is
 * one of several.
 */
export async function claimChangedDate(tx: Tx, before: Date): Promise<ChangedDate | undefined> {
  const [date] = await tx<ChangedDate[]>`
    select o.* from occurrences o join events e on e.id = o.event_id
    where o.told is not null and o.told is distinct from ${dateFactsOf(tx)} and (o.updated_at < ${before} or o.status = 'CANCELLED')
      and (e.told->>'start' is null or o.status = 'CANCELLED') and e.status <> 'ARCHIVED' and e.deleted_at is null
    order by o.updated_at limit 1 for update of o skip locked`
  return date
}

/** From now on ticket holders know the date as it is. */
export async function markDateTold(tx: Tx, id: number): Promise<void> {
  await tx`update occurrences o set told = ${dateFactsOf(tx)} where o.id = ${id}`
}

/** Queues one mail to each buyer and attendee of a date, whose tickets are valid. @returns how many */
export async function mailHoldersOfDate(
  tx: Tx,
  { account_id }: Pick<EventRow, 'account_id'>,
  { date, mail: { subject, html, text } }: { date: ChangedDate; mail: ComposedMail },
): Promise<number> {
  const cause = `date.changed:${date.id}:${date.updated_at.toISOString()}`
  const { count } = await tx`
    insert into mails (account_id, cause, recipient, subject, html, text)
    select ${account_id}, ${cause}, recipient, ${subject}, ${html}, ${text} from (
      select lower(email) as recipient from orders o
      where event_id = ${date.event_id} and status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT') and email <> ''
        and exists (select from order_items i where i.order_id = o.id and i.occurrence_id = ${date.id})
      union
      select lower(email) from attendees
      where occurrence_id = ${date.id} and status in ('ACTIVE', 'AWAITING_PAYMENT') and email <> '') holders
    on conflict (cause, recipient) do nothing`
  return count
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
