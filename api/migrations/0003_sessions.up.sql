-- Only the SHA-256 of a token is stored, so that reading this table does not give access.
create table cross_app_sessions (
  -- Names a validated session to the ticket origin. It is no secret.
  id uuid not null unique default gen_random_uuid(),
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  user_id bigint not null references users on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  event_id bigint references events on delete cascade,
  app_id text not null,
  -- The sign-in in which it was issued, and with whose row it goes; null with an outside issuer.
  sign_in_id uuid references sign_ins on delete cascade,
  -- SHA-256 of the code verifier of the browser that asked for it (RFC 7636); null when no browser did.
  code_challenge bytea check (octet_length(code_challenge) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  -- The role of its user when it was validated: the rights that were given to the ticket origin.
  used_role text,
  last_used_at timestamptz,
  revoked_at timestamptz,
  -- The error code of the use that revoked it; null when its user or an operator did.
  revocation_reason text,
  -- When that misuse was told to the user; null until then.
  misuse_told_at timestamptz,
  -- SHA-256 of the idempotency key of the call that consumed it: that call may be repeated when its response was lost.
  idempotency_hash bytea
);
create index cross_app_sessions_expiry on cross_app_sessions (expires_at);
create index cross_app_sessions_untold on cross_app_sessions (revoked_at)
  where revocation_reason is not null and misuse_told_at is null;
create index cross_app_sessions_sign_in on cross_app_sessions (sign_in_id);
create index cross_app_sessions_user on cross_app_sessions (user_id);
create index cross_app_sessions_account on cross_app_sessions (account_id);
create index cross_app_sessions_event on cross_app_sessions (event_id) where event_id is not null;
