-- One Hi.Events account per Tuvens account: permissions there are account-wide.
create table accounts (
  tuvens_account_id bigint primary key,
  name text not null,
  -- The path under which this account's webhooks arrive; not a secret.
  tenant_key text not null unique,
  login_email text not null,
  -- Encrypted; null when the login mode needs none, or nothing is kept.
  credential bytea,
  -- What is encrypted: a password that we generated, one that a person asked us to keep, or a token of the ticket system.
  credential_kind text check (credential_kind in ('generated-password', 'kept-password', 'token')),
  -- The user who signed in with it.
  credential_user_id bigint,
  -- Until when one node renews the token.
  renewing_until timestamptz,
  hi_user_id bigint,
  -- We made that user: nobody signs in as it with a password.
  is_generated boolean not null default false,
  -- The id of the key that made its password; null when that is not known.
  password_key bytea,
  hi_account_id bigint unique,
  hi_role text,
  -- The Hi.Events account may hold what this database does not know: it is searched before anything is created. False for
  -- one that was registered just now, as long as each creation is noted before it is tried.
  needs_search boolean not null default true,
  organizer_id bigint,
  was_organizer_attempted boolean not null default false,
  webhook_id bigint,
  was_webhook_attempted boolean not null default false,
  -- Encrypted; Hi.Events shows it only once.
  webhook_secret bytea,
  webhook_error text,
  -- When the webhook was last compared with what it has to be.
  webhook_checked_at timestamptz,
  -- When a paused webhook was last switched on again.
  webhook_repaired_at timestamptz,
  created_at timestamptz not null default now(),
  check ((credential is null) = (credential_kind is null))
);
create index accounts_hi_user on accounts (hi_user_id) where is_generated;
create index accounts_login_email on accounts (lower(login_email));

create table users (
  tuvens_user_id bigint primary key,
  name text not null,
  email text not null,
  seen_at timestamptz not null default now()
);

create table memberships (
  tuvens_user_id bigint not null references users on delete cascade,
  tuvens_account_id bigint not null,
  permissions text[] not null,
  synced_at timestamptz not null default now(),
  primary key (tuvens_user_id, tuvens_account_id)
);
