-- Native webhooks as received, without their bodies: these can contain personal data.
create table deliveries (
  id bigint generated always as identity primary key,
  tuvens_account_id bigint not null references accounts on delete cascade,
  -- SHA-256 of the raw body: it is signed, and nothing else identifies a repeat.
  digest bytea not null,
  event_type text not null,
  hi_event_id bigint not null,
  -- The status in the message; the reading decides.
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

-- The sweep of each account whose Hi.Events login is known.
create table sweeps (
  tuvens_account_id bigint primary key references accounts on delete cascade,
  due_at timestamptz not null default now(),
  -- The organiser or Hi.Events did something: until then it is swept often.
  active_until timestamptz not null default now(),
  swept_at timestamptz,
  -- When all of its events were last listed, not only those changed last.
  listed_at timestamptz,
  error text
);
create index sweeps_due on sweeps (due_at);
