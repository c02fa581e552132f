/** The transaction of a status message for `pg`: four round trips, the minimum with its lock. */

/** Locks the event before the transaction gets its id, because the change log is read in the order of these ids. */
export const begin = (eventId: bigint): string =>
  `begin; select pg_advisory_xact_lock(7301, ${eventId % 2147483647n})`

export const READ = `
  select e.account_id, e.hi_events_event_id, e.source_sent_at, e.has_been_on_sale,
    exists (select from status_deliveries where event_id = e.id and body_hash = $2) as is_known,
    exists (select from events h where h.hi_events_event_id = $3::bigint and h.id <> e.id) as is_held,
    exists (select from unlinked_pairs p where p.event_id = e.id and p.hi_events_event_id = $3::bigint) as is_unlinked
  from events e where e.id = $1::bigint`

export const WRITE = `
  with recorded as (
    insert into status_deliveries (event_id, body_hash, hi_events_event_id, source_status, sent_at, outcome)
    values ($1::bigint, $2, $3::bigint, $4, $5, 'applied')
  ), updated as (
    update events set ticketing_status = $6, source_status = $4, source_sent_at = $5,
      has_been_on_sale = has_been_on_sale or $6 = 'active', ticketing_version = ticketing_version + 1,
      hi_events_event_id = $3::bigint, hi_events_event_url = $8, widget_url = $9,
      contact_data = contact_data || jsonb_build_object('hiEventsEventId', $3::bigint, 'hiEventsStatus', $4::text,
        'hiEventsLastUpdated', $5::timestamptz),
      revision = revision + 1, updated_at = now()
    where id = $1::bigint returning id, account_id, ticketing_version
  ), audited as (
    insert into audit_log (operation, outcome, actor, account_id, event_id, request_id, address, note)
    select 'status-webhook', 'ok', 'hi-events', account_id, id, $10, $11, $4 || ': applied' from updated
  )
  insert into ticketing_changes (event_id, version, status, phase, widget_url, event_url)
  select id, ticketing_version, $6, $7, $9, $8 from updated`
