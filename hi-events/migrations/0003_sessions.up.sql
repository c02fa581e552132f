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
