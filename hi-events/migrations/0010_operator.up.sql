-- compatible: yes
-- For the operator's lists and searches of deliveries.
create index outbox_created on outbox (created_at);
create index outbox_dead on outbox (created_at) where dead_at is not null;
create index deliveries_hi_event on deliveries (hi_event_id, received_at);

-- One row for each running process. It is written again every few seconds, so an old row is a node that died.
create table nodes (
  id uuid primary key,
  name text not null,
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null default now(),
  -- What the process measured of itself: {rssBytes, loopDelayMs}.
  facts jsonb not null default '{}'
);
