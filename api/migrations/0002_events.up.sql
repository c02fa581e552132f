-- Pictures that were uploaded. The id is the hash of their files, which the settings place in a folder or a bucket.
create table pictures (
  id text primary key,
  width integer not null,
  height integer not null,
  created_at timestamptz not null default now(),
  -- When it was uploaded, or when an event last began or ceased to show it.
  named_at timestamptz not null default now(),
  -- Its files are being deleted.
  removing_at timestamptz
);
create index pictures_named on pictures (named_at);

create table events (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  title text not null,
  description text not null default '',
  start_date timestamptz not null,
  end_date timestamptz,
  timezone text not null,
  venue jsonb,
  -- An uploaded picture, or the address of one elsewhere.
  picture_id text references pictures,
  image_url text,
  image_alt text,
  check (picture_id is null or image_url is null),
  category text not null default 'OTHER',
  currency text not null default 'EUR',
  contact_data jsonb not null default '{}',

  ticketing_status text not null default 'none'
    check (ticketing_status in ('none', 'setup', 'active', 'inactive')),
  -- The status of the Hi.Events event, and when the newest status report was sent.
  source_status text,
  source_sent_at timestamptz,
  -- Why sales of a live event are not simply open; null when they are.
  sales_status text check (sales_status in ('low', 'waiting_list', 'sold_out', 'not_yet', 'over')),
  has_been_on_sale boolean not null default false,
  ticketing_version integer not null default 0,
  hi_events_event_id bigint,
  hi_events_event_url text,
  widget_url text,
  manage_url text,

  -- Rises with every write; part of the ETag.
  revision integer not null default 1,
  -- The revision of the last edit: writes of the ticketing since then are no reason to refuse another edit.
  edited_revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index events_hi_events_event on events (hi_events_event_id);
create index events_account on events (account_id, start_date);
create index events_picture on events (picture_id) where picture_id is not null;
create index events_start on events (start_date, id);
