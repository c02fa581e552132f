create table users (
  id bigint generated always as identity primary key,
  email text not null,
  name text not null,
  -- Null for users whom an outside issuer signs in.
  password_hash text,
  -- When the user showed that the e-mail is theirs; null until then.
  email_verified_at timestamptz,
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

create table refresh_tokens (
  token_hash bytea primary key,
  family_id uuid not null,
  user_id bigint not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  rotated_at timestamptz,
  revoked_at timestamptz
);
create index refresh_tokens_family on refresh_tokens (family_id);
create index refresh_tokens_user on refresh_tokens (user_id);
create index refresh_tokens_expiry on refresh_tokens (expires_at);
