-- Native webhooks as they came, without their bodies: these can carry personal data.
create table deliveries (
  id bigint generated always as identity primary key,
  tuvens_account_id bigint not null references accounts on delete cascade,
  -- SHA-256 of the raw body: signed material, the only thing a repeat is known by.
  digest bytea not null,
  event_type text not null,
  hi_event_id bigint not null,
  -- The status the message names; the reading decides.
  named_status text,
  repeats integer not null default 0,
  attempts integer not null default 0,
  received_at timestamptz not null default now(),
  next_attempt_at timestamptz not null default now(),
  processed_at timestamptz,
  unique (tuvens_account_id, digest)
);
create index deliveries_due on deliveries (next_attempt_at) where processed_at is null;
create index deliveries_age on deliveries (received_at);

-- Status messages for the API.
create table outbox (
  id uuid primary key,
  tuvens_event_id bigint not null,
  hi_event_id bigint not null,
  title text not null,
  status text not null,
  number bigint not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  -- Whether the last failure was the API's absence: such messages leave together when it is back.
  is_unreachable boolean not null default false,
  last_error text,
  delivered_at timestamptz,
  dead_at timestamptz,
  created_at timestamptz not null default now()
);
create index outbox_due on outbox (next_attempt_at) where delivered_at is null and dead_at is null;
create index outbox_event on outbox (tuvens_event_id, number desc);
