-- compatible: yes
-- Where the messages of an account go. Without a reason it is enabled.
create table webhook_endpoints (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  url text not null,
  description text not null default '',
  -- Empty: all types.
  event_types text[] not null default '{}',
  -- Encrypted: they are needed to sign. Until it expires, the one before the last rotation signs, too.
  secret bytea not null,
  old_secret bytea,
  old_secret_expires_at timestamptz,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  disabled_reason text check (disabled_reason in ('person', 'gone', 'failing', 'overflow')),
  check ((disabled_at is null) = (disabled_reason is null)),
  -- The first of the failures since the last success.
  failing_since timestamptz,
  last_failed_at timestamptz
);
create index webhook_endpoints_account on webhook_endpoints (account_id);

-- One message for one endpoint. Written with the change it tells.
create table webhook_messages (
  id bigint generated always as identity primary key,
  message_id text not null unique default 'msg_' || replace(gen_random_uuid()::text, '-', ''),
  endpoint_id bigint not null references webhook_endpoints on delete cascade,
  type text not null,
  event_id bigint,
  body text not null,
  created_at timestamptz not null default clock_timestamp(),
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  -- Attempts since it was queued, or queued again.
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  -- Until then a process works on it.
  claimed_until timestamptz,
  traceparent text
);
create index webhook_messages_due on webhook_messages (endpoint_id, due_at) where state = 'waiting';
create index webhook_messages_endpoint on webhook_messages (endpoint_id, id);
create index webhook_messages_claimed on webhook_messages (endpoint_id) where claimed_until is not null;
create index webhook_messages_age on webhook_messages (created_at);

create table webhook_attempts (
  id bigint generated always as identity primary key,
  message_id bigint not null references webhook_messages on delete cascade,
  at timestamptz not null default now(),
  outcome text not null
    check (outcome in ('ok', 'refused', 'redirected', 'timed_out', 'unreachable', 'blocked')),
  status integer,
  duration_ms integer not null,
  response text
);
create index webhook_attempts_message on webhook_attempts (message_id, id);
