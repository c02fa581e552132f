-- compatible: yes
-- The origins that an organiser lets frame the tickets of a link, beside those of all events; and since when it is unlinked.
alter table links add column framing_origins text[] not null default '{}', add column unlinked_at timestamptz;

-- Complete orders that their page was told of, so that it is told of each once.
create table told_orders (
  hi_event_id bigint not null,
  order_id text not null,
  told_at timestamptz not null default now(),
  primary key (hi_event_id, order_id)
);
create index told_orders_age on told_orders (told_at);
