-- The status of each linked event: as last read from Hi.Events, and as last sent to the API. Everything that decides
-- whether a report is sent stands in one row, because a statement that has waited for the lock of a row reads only that
-- row again (READ COMMITTED), never a row of another table.
create table link_statuses (
  tuvens_event_id bigint primary key references links on delete cascade,
  hi_event_id bigint not null,
  title text not null,
  -- LIVE, DRAFT, CANCELLED or ENDED.
  source_status text not null,
  -- The sales status of a live event whose sales are not simply open: low, held, waiting_list, sold_out, not_yet or over.
  sales_status text,
  -- Whether its tickets have ever been on sale: pages show a pause differently from a beginning.
  was_live boolean not null default false,
  end_date timestamptz,
  -- The dates of an event of several, cancelled ones too.
  dates jsonb not null default '[]',
  -- What tickets of a live event cost that can be bought now: {currency, least, most}; null when that is not known.
  prices jsonb,
  -- Incremented by each applied reading: when another one was applied meanwhile, the event is read again.
  read_count bigint not null default 0,
  read_at timestamptz,
  -- When its shop was last read; an older reading of the shop does not count.
  shop_read_at timestamptz,
  missing_at timestamptz,
  -- When the API accepted this link; nothing is sent before.
  registered_at timestamptz,
  stopped_at timestamptz,
  stopped_reason text,
  -- Milliseconds since the epoch of the last status report: strictly increasing.
  sent_at_ms bigint not null default 0,
  sent_source_status text,
  sent_sales_status text,
  sent_dates jsonb,
  sent_prices jsonb
);
create index link_statuses_hi_event on link_statuses (hi_event_id);
create index link_statuses_ending on link_statuses (end_date) where source_status = 'LIVE' and missing_at is null;

-- Status reports for the API.
create table outbox (
  id uuid primary key,
  tuvens_event_id bigint not null,
  hi_event_id bigint not null,
  title text not null,
  source_status text not null,
  sales_status text,
  dates jsonb not null default '[]',
  prices jsonb,
  sent_at_ms bigint not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  -- Whether the API could not be reached at the last attempt: such messages leave together when it is back.
  is_unreachable boolean not null default false,
  last_error text,
  delivered_at timestamptz,
  dead_at timestamptz,
  created_at timestamptz not null default now()
);
create index outbox_due on outbox (next_attempt_at) where delivered_at is null and dead_at is null;
create index outbox_event on outbox (tuvens_event_id, sent_at_ms desc);

-- What the ticket system can do, as its answers showed.
create table capabilities (
  name text primary key,
  is_present boolean not null,
  changed_at timestamptz not null default now()
);
