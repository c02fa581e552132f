-- Sessions validated here, by the SHA-256 of their token. Gone soon after they expire.
create table sessions (
  token_hash bytea primary key,
  code_challenge text,
  tuvens_user_id bigint not null,
  tuvens_account_id bigint not null,
  session jsonb not null,
  return_url text,
  event_data jsonb,
  sign_in_attempts integer not null default 0,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index sessions_expiry on sessions (expires_at);

-- What a browser holds in place of a login token of the ticket system, by the SHA-256 of its value.
create table ticket_sessions (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  id uuid not null unique,
  -- The session of the API that it began with, and its user; null for somebody who signed in to the ticket system itself.
  api_session_id uuid,
  tuvens_user_id bigint,
  user_name text,
  user_email text,
  tuvens_account_id bigint references accounts on delete cascade,
  role text,
  permissions text[] not null default '{}',
  -- Encrypted; null when the session has ended.
  upstream_token bytea,
  upstream_expires_at timestamptz,
  -- It has no token of its own: it uses the one of its account's login.
  uses_account_token boolean not null default false,
  -- Until when one node renews the token of the ticket system.
  renewing_until timestamptz,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  -- When the API last said that the session still gives rights.
  checked_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  check (ended_at is not null or (upstream_token is not null) <> uses_account_token),
  -- A row without a person has all rights of its login: none may lose a part of its person.
  constraint ticket_sessions_person
    check (num_nonnulls(api_session_id, tuvens_user_id, tuvens_account_id, role) in (0, 4))
);
-- For the clean-up. No index holds a time of use or of a check: these are written most often.
create index ticket_sessions_end on ticket_sessions (least(ended_at, expires_at));

-- Who made each write that went through us, and each change of the login of an account: the ticket system shows only that login.
create table ticket_writes (
  id uuid primary key,
  made_at timestamptz not null default now(),
  -- Null for a login that is stored at a landing, before there is a ticket session.
  ticket_session_id uuid,
  tuvens_user_id bigint,
  tuvens_account_id bigint,
  method text not null,
  -- Without the query, and without secrets.
  path text not null,
  -- Null for a login that we made.
  address text,
  -- The answer; null while there is none. A login that was stored has 200.
  status integer
);
create index ticket_writes_time on ticket_writes (made_at);
create index ticket_writes_account on ticket_writes (tuvens_account_id, made_at);
