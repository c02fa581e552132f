-- compatible: yes
-- How the platform of the account calls an event of its own; null for events that people made.
alter table events add column external_id text;
create unique index events_external on events (account_id, external_id) where external_id is not null;

-- Writes that a platform made with a key of its own, so that a repeat gets the same response and does nothing.
create table idempotent_calls (
  id uuid primary key default gen_random_uuid(),
  api_key_id uuid not null references api_keys on delete cascade,
  key_hash bytea not null check (octet_length(key_hash) = 32),
  -- Of method, address and body.
  request_hash bytea not null check (octet_length(request_hash) = 32),
  status integer not null,
  -- Encrypted with the secret of the API key, which is stored nowhere: a response may hold a session token.
  sealed_response bytea not null,
  created_at timestamptz not null default now(),
  unique (api_key_id, key_hash)
);
create index idempotent_calls_age on idempotent_calls (created_at);
