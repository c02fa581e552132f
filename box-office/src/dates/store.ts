import type { Sql, Tx } from '@tuvens/platform/db/db'

/** One date of an event. */
export type OccurrenceRow = {
  id: number
  event_id: number
  short_id: string
  start_date: Date
  end_date: Date | null
  status: 'ACTIVE' | 'CANCELLED'
  capacity: number | null
  label: string | null
  is_overridden: boolean
  /** places sold for good */
  sold: number
  /** places held by orders whose time is not over */
  held: number
  created_at: Date
  updated_at: Date
}

export type NewOccurrence = Pick<OccurrenceRow, 'start_date' | 'end_date' | 'capacity' | 'label'>

export async function listOccurrences(sql: Sql, eventIds: readonly number[]): Promise<OccurrenceRow[]> {
  return sql<OccurrenceRow[]>`
    select o.*, coalesce(t.sold, 0) as sold, coalesce(t.held, 0) as held
    from occurrences o
    left join lateral (select * from occurrence_takings where occurrence_id = o.id) t on true
    where o.event_id = any (${[...eventIds]}) order by o.start_date, o.id`
}

/**
 * Locks dates until the transaction ends, so that the places of one are never sold twice. In ascending order, so that two
 * orders cannot deadlock.
 */
export async function lockOccurrences(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx`select from occurrences where id = any (${[...ids]}) order by id for no key update`
}

/**
 * Locks the dates of an event that nobody changed or cancelled, so that they get no orders meanwhile.
 *
 * @returns those without orders
 */
async function lockReplaceable(tx: Tx, eventId: number): Promise<number[]> {
  const unchanged = tx`event_id = ${eventId} and not is_overridden and status = 'ACTIVE'`
  await tx`select from occurrences where ${unchanged} order by id for update`
  const rows = await tx<{ id: number }[]>`
    select id from occurrences o where ${unchanged}
      and not exists (select from order_items i where i.occurrence_id = o.id)`
  return rows.map(({ id }) => id)
}

/** Adds the dates of a rule. Dates without orders that nobody changed make place for them, with their waiting lists. */
export async function replaceOccurrences(
  tx: Tx,
  eventId: number,
  occurrences: readonly NewOccurrence[],
): Promise<void> {
  const replaced = await lockReplaceable(tx, eventId)
  await cancelWaiting(tx, replaced)
  await tx`delete from occurrences where id = any (${replaced})`
  const rows = occurrences.map((each) => ({ ...each, event_id: eventId }))
  await tx`
    insert into occurrences (event_id, start_date, end_date, capacity, label)
    select event_id, start_date, end_date, capacity, label
    from jsonb_to_recordset(${tx.json(rows)}) as new
      (event_id integer, start_date timestamptz, end_date timestamptz, capacity integer, label text)
    where not exists (
      select from occurrences o where o.event_id = new.event_id and o.start_date = new.start_date)`
}

/**
 * Stores the rule of an event; what the rule before it left out stays left out.
 *
 * @returns the dates that are left out, as `minuteIn` writes them
 */
export async function saveRule(tx: Tx, eventId: number, rule: object): Promise<string[]> {
  const [row] = await tx<{ excluded: string[] | null }[]>`
    update events set type = 'RECURRING', recurrence_rule = ${tx.json({ ...rule })} || jsonb_strip_nulls(jsonb_build_object(
      'excluded_dates', recurrence_rule->'excluded_dates',
      'excluded_occurrences', recurrence_rule->'excluded_occurrences'))
    where id = ${eventId} returning recurrence_rule->'excluded_occurrences' as excluded`
  return row?.excluded ?? []
}

/** An event lasts from its first date to its last; cancelled ones do not count while there are others. */
export async function spanDates(tx: Tx, eventId: number): Promise<void> {
  await tx`
    update events e set start_date = span.first,
      end_date = case when span.is_only then span.end_of_only else span.last end, updated_at = clock_timestamp()
    from (
      select coalesce(min(start_date) filter (where status = 'ACTIVE'), min(start_date)) as first,
        coalesce(max(coalesce(end_date, start_date)) filter (where status = 'ACTIVE'),
          max(coalesce(end_date, start_date))) as last,
        count(*) = 1 as is_only, max(end_date) as end_of_only
      from occurrences where event_id = ${eventId}) span
    where e.id = ${eventId} and span.first is not null`
}

/** Gives a copy the rule and the dates of its original that were not cancelled. */
export async function copyDates(tx: Tx, { from, to }: { from: number; to: number }): Promise<void> {
  await tx`
    insert into occurrences (event_id, start_date, end_date, capacity, label, is_overridden)
    select ${to}, start_date, end_date, capacity, label, is_overridden
    from occurrences where event_id = ${from} and status = 'ACTIVE' order by id`
  await tx`
    update events set recurrence_rule = (select recurrence_rule from events where id = ${from}) where id = ${to}`
  await spanDates(tx, to)
}

/** Adds one date. The type of its event stays, as in Hi.Events. @returns its id */
export async function insertOccurrence(tx: Tx, eventId: number, date: NewOccurrence): Promise<number> {
  const { start_date, end_date, capacity, label } = date
  const [row] = await tx<{ id: number }[]>`
    insert into occurrences (event_id, start_date, end_date, capacity, label, is_overridden)
    values (${eventId}, ${start_date}, ${end_date}, ${capacity}, ${label}, true) returning id`
  return row?.id ?? 0
}

type OccurrenceKey = { eventId: number; id: number }

/** @returns false when the event has no such date */
export async function cancelOccurrence(tx: Tx, { eventId, id }: OccurrenceKey): Promise<boolean> {
  const rows = await tx`
    update occurrences set status = 'CANCELLED', updated_at = clock_timestamp()
    where event_id = ${eventId} and id = ${id} returning 1`
  return rows.length === 1
}

/** A date that a rule leaves out, as `YYYY-MM-DD`. */
export async function excludeDate(tx: Tx, eventId: number, date: string): Promise<void> {
  await tx`
    update events set recurrence_rule = jsonb_set(recurrence_rule, '{excluded_dates}',
      coalesce(recurrence_rule->'excluded_dates', '[]') || to_jsonb(${date}::text))
    where id = ${eventId} and recurrence_rule is not null`
}

/** Nobody waits any more for dates that do not take place. */
export async function cancelWaiting(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx`
    update waitlist_entries set status = 'CANCELLED', updated_at = clock_timestamp()
    where occurrence_id = any (${[...ids]}) and status = 'WAITING'`
}

/** Whether anybody has ordered a date, or begun to. */
export async function hasOrders(sql: Sql, id: number): Promise<boolean> {
  const rows = await sql`
    select from order_items where occurrence_id = ${id} union all select from attendees where occurrence_id = ${id} limit 1`
  return rows.length > 0
}

/** @returns false while the date has orders; the caller holds its lock (`lockOccurrences`), so it gets none meanwhile */
export async function deleteOccurrence(tx: Tx, { eventId, id }: OccurrenceKey): Promise<boolean> {
  const rows = await tx`
    delete from occurrences o where event_id = ${eventId} and id = ${id}
      and not exists (select from order_items where occurrence_id = o.id)
      and not exists (select from attendees where occurrence_id = o.id)
    returning 1`
  return rows.length === 1
}

/** A single date that the rule of a recurring event leaves out from now on, as `minuteIn` writes it. */
export async function excludeOccurrence(tx: Tx, eventId: number, start: string): Promise<void> {
  await tx`
    update events set recurrence_rule = jsonb_set(coalesce(recurrence_rule, '{}'), '{excluded_occurrences}',
      coalesce(recurrence_rule->'excluded_occurrences', '[]') || to_jsonb(${start}::text))
    where id = ${eventId} and type = 'RECURRING'`
}

/** @returns false when the event has no such date */
export async function updateOccurrence(
  tx: Tx,
  { eventId, id }: OccurrenceKey,
  { start_date, end_date, capacity, label }: NewOccurrence,
): Promise<boolean> {
  const rows = await tx`
    update occurrences set start_date = ${start_date}, end_date = ${end_date}, capacity = ${capacity}, label = ${label},
      is_overridden = true, updated_at = clock_timestamp()
    where event_id = ${eventId} and id = ${id} returning 1`
  return rows.length === 1
}

/** What a price costs on one date. */
export type PriceOverride = {
  id: number
  occurrence_id: number
  product_price_id: number
  price: number
  created_at: Date
  updated_at: Date
}

export async function listPriceOverrides(
  sql: Sql,
  { eventId, ids }: { eventId: number; ids: readonly number[] },
): Promise<PriceOverride[]> {
  return sql<PriceOverride[]>`
    select p.id, occurrence_id, product_price_id, price::float8 as price, p.created_at, p.updated_at
    from occurrence_prices p join occurrences o on o.id = p.occurrence_id
    where o.event_id = ${eventId} and occurrence_id = any (${[...ids]})`
}

/** Date and price belong to the same event, or nothing is stored. */
export async function savePriceOverride(
  sql: Sql,
  {
    eventId,
    ...override
  }: { eventId: number } & Pick<PriceOverride, 'occurrence_id' | 'product_price_id' | 'price'>,
): Promise<PriceOverride | undefined> {
  const [row] = await sql<PriceOverride[]>`
    insert into occurrence_prices as p (occurrence_id, product_price_id, price)
    select o.id, pp.id, ${override.price}
    from occurrences o join products on products.event_id = o.event_id join product_prices pp on pp.product_id = products.id
    where o.event_id = ${eventId} and o.id = ${override.occurrence_id} and pp.id = ${override.product_price_id}
      and pp.deleted_at is null
    on conflict (occurrence_id, product_price_id) do update set price = excluded.price, updated_at = clock_timestamp()
    returning id, occurrence_id, product_price_id, price::float8 as price, created_at, updated_at`
  return row
}
