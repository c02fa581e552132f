-- The ordered log of what pages show of events: changes of the ticketing, and edits. Commit order is (xid, id): a row is safe to read once its xid is below every
-- running transaction. The changes of one event have rising xids, because writers lock the event first.
create table ticketing_changes (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  event_id bigint not null references events on delete cascade,
  version integer not null,
  status text not null,
  phase text not null,
  widget_url text,
  event_url text,
  dates jsonb not null default '[]',
  prices jsonb,
  -- The event's edited_revision: a page that shows another one reads the event again.
  details_version integer not null default 1,
  changed_at timestamptz not null default clock_timestamp(),
  unique (event_id, version)
);
create index ticketing_changes_order on ticketing_changes (xid, id);
create index ticketing_changes_age on ticketing_changes (changed_at);

-- The last row that maintenance has deleted from the log: a stream cannot resume from a cursor before it.
create table last_deleted_change (
  is_single boolean primary key default true check (is_single),
  xid xid8 not null,
  id bigint not null
);
insert into last_deleted_change (xid, id) values ('0', 0);

create table status_deliveries (
  id bigint generated always as identity primary key,
  event_id bigint not null references events on delete cascade,
  body_hash bytea not null,
  hi_events_event_id bigint not null,
  source_status text not null,
  sent_at timestamptz not null,
  received_at timestamptz not null default now(),
  outcome text not null check (outcome in ('applied', 'stale')),
  unique (event_id, body_hash)
);
create index status_deliveries_age on status_deliveries (received_at);

-- Pairs that an organiser has unlinked: status reports about them are refused until they are linked again.
create table unlinked_pairs (
  event_id bigint not null references events on delete cascade,
  hi_events_event_id bigint not null,
  unlinked_at timestamptz not null default now(),
  -- When the newest status report about the pair was sent, so that older ones stay stale after linking again.
  source_sent_at timestamptz,
  primary key (event_id, hi_events_event_id)
);
