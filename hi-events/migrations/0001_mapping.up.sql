-- One Hi.Events account per Tuvens account: rights there are account-wide.
create table accounts (
  tuvens_account_id bigint primary key,
  name text not null,
  -- The secretless path under which this account's webhooks arrive.
  tenant_key text not null unique,
  login_email text not null,
  -- Encrypted; null when the login mode needs no password.
  credential bytea,
  hi_user_id bigint,
  hi_account_id bigint unique,
  hi_role text,
  organizer_id bigint,
  webhook_id bigint,
  -- Encrypted; Hi.Events shows it only once.
  webhook_secret bytea,
  webhook_error text,
  in_motion_until timestamptz not null default now(),
  next_sweep_at timestamptz not null default now(),
  swept_at timestamptz,
  sweep_error text,
  created_at timestamptz not null default now()
);
create index accounts_due on accounts (next_sweep_at) where hi_account_id is not null;
create index accounts_login_email on accounts (login_email);

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
