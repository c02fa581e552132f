-- compatible: yes
-- What the servers of a platform show. Only the SHA-256 of a secret is stored, and its first characters, by which people recognise it.
create table api_keys (
  id uuid primary key default gen_random_uuid(),
  account_id bigint not null references accounts on delete cascade,
  name text not null,
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  hint text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  created_by bigint references users on delete set null,
  -- Written once a minute at most.
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  -- The key that a rotation made in place of this one.
  replaced_by uuid references api_keys on delete set null
);
create index api_keys_account on api_keys (account_id);
create index api_keys_creator on api_keys (created_by);
create index api_keys_replacement on api_keys (replaced_by) where replaced_by is not null;
create index api_keys_end on api_keys ((least(expires_at, revoked_at)));
