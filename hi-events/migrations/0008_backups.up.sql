-- compatible: yes
-- Where this database was when its service last started; elsewhere it was restored, and a new incarnation begins.
create table database_incarnation (
  is_single boolean primary key default true check (is_single),
  id uuid not null default gen_random_uuid(),
  -- Cluster, timeline and number of the database.
  place text not null,
  since timestamptz not null default now()
);

-- When this database was backed up. In a restored one, the newest row is the backup before the one it was restored from.
create table backups (
  taken_at timestamptz primary key,
  -- It was restored into a scratch database and compared.
  is_verified boolean not null
);

-- The incarnations of both databases with which the links were last compared, this one's and the API's.
create table links_comparison (
  is_single boolean primary key default true check (is_single),
  own_incarnation uuid not null,
  api_incarnation uuid not null,
  compared_at timestamptz not null default now()
);
