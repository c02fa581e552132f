create table users (
  id bigint generated always as identity primary key,
  email text not null,
  name text not null,
  -- Null for users whom an outside issuer signs in.
  password_hash text,
  -- When the user showed that the e-mail is theirs; null until then.
  email_verified_at timestamptz,
  -- Encrypted secret of the authenticator app; it counts from `second_factor_at` on.
  totp_secret bytea,
  second_factor_at timestamptz,
  -- The 30-second step of the last code, which cannot be used again.
  totp_step bigint,
  created_at timestamptz not null default now()
);
-- An e-mail belongs to one user with a password. Users of an outside issuer are identified by subject, so several may share one.
create unique index users_email on users (lower(email)) where password_hash is not null;

create table identities (
  issuer text not null,
  subject text not null,
  user_id bigint not null references users on delete cascade,
  primary key (issuer, subject)
);
create index identities_user on identities (user_id);

create table accounts (
  id bigint generated always as identity primary key,
  name text not null,
  slug text not null unique,
  created_at timestamptz not null default now()
);

create table memberships (
  user_id bigint not null references users on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  role text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
  is_default boolean not null default false,
  primary key (user_id, account_id)
);
create unique index memberships_default on memberships (user_id) where is_default;
create index memberships_account on memberships (account_id);

-- A browser in which a user is signed in. Access tokens carry its id: when it ends, they end.
create table sign_ins (
  id uuid primary key default gen_random_uuid(),
  user_id bigint not null references users on delete cascade,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  -- The absolute limit, however often the sign-in is used.
  expires_at timestamptz not null,
  ended_at timestamptz,
  address text not null,
  user_agent text not null
);
create index sign_ins_user on sign_ins (user_id);
create index sign_ins_expiry on sign_ins (expires_at);

create table refresh_tokens (
  token_hash bytea primary key,
  sign_in_id uuid not null references sign_ins on delete cascade,
  created_at timestamptz not null default now(),
  -- The idle limit: each rotation begins it again.
  expires_at timestamptz not null,
  rotated_at timestamptz
);
create index refresh_tokens_sign_in on refresh_tokens (sign_in_id);
create index refresh_tokens_expiry on refresh_tokens (expires_at);

-- Secrets that work once: those of mailed links, of the second step of a sign-in, and challenges of passkeys.
create table one_time_tokens (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  purpose text not null
    check (purpose in ('verify_email', 'reset_password', 'change_email', 'second_factor', 'add_passkey', 'use_passkey')),
  user_id bigint references users on delete cascade,
  -- The address that the link was mailed to.
  email text,
  failures integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index one_time_tokens_user on one_time_tokens (user_id, purpose);
create index one_time_tokens_expiry on one_time_tokens (expires_at);

create table recovery_codes (
  user_id bigint not null references users on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);

create table passkeys (
  id uuid primary key default gen_random_uuid(),
  user_id bigint not null references users on delete cascade,
  name text not null,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_user on passkeys (user_id);

-- One that was answered or taken back is deleted; the audit log keeps what happened.
create table invitations (
  id uuid primary key default gen_random_uuid(),
  -- Null until the mail is written, which is when the secret is made.
  token_hash bytea unique,
  account_id bigint not null references accounts on delete cascade,
  email text not null,
  role text not null check (role in ('admin', 'editor', 'viewer')),
  invited_by bigint not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create unique index invitations_account_email on invitations (account_id, lower(email));
create index invitations_inviter on invitations (invited_by);

-- Mails to be written and sent. A secret is made only when its mail is written, so that no row holds one.
create table mails (
  id bigint generated always as identity primary key,
  kind text not null,
  recipient text not null,
  user_id bigint references users on delete cascade,
  invitation_id uuid references invitations on delete cascade,
  -- Words of the mail, such as the name of an account.
  data jsonb not null default '{}',
  created_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  attempts integer not null default 0,
  sent_at timestamptz,
  given_up_at timestamptz,
  failure text,
  -- Only with MAILBOX, on a machine without a mail server: what would have been sent.
  shown jsonb
);
create index mails_due on mails (due_at) where sent_at is null and given_up_at is null;
create index mails_user on mails (user_id);
create index mails_invitation on mails (invitation_id);
create index mails_recipient on mails (lower(recipient)) where shown is not null;
