-- The record that ties one Tuvens event to one Hi.Events event.
create table links (
  tuvens_event_id bigint primary key,
  tuvens_account_id bigint not null references accounts on delete cascade,
  hi_event_id bigint not null unique,
  title text not null,
  slug text not null,
  -- LIVE, DRAFT, CANCELLED or ENDED, as last read from Hi.Events.
  source_status text not null,
  -- Whether its tickets have ever been on sale: a pause reads otherwise than a beginning.
  was_live boolean not null default false,
  end_date timestamptz,
  -- Rises with every reading that was taken over; a reading begun before another one's end is made again.
  readings bigint not null default 0,
  -- Milliseconds since the epoch of the last status message: strictly increasing.
  sent_number bigint not null default 0,
  sent_status text,
  settings_at timestamptz,
  -- When the API was told of this link; nothing is relayed before.
  put_at timestamptz,
  landed_at timestamptz,
  lost_at timestamptz,
  stopped_at timestamptz,
  stopped_reason text,
  created_at timestamptz not null default now()
);
create index links_account on links (tuvens_account_id);
create index links_ending on links (end_date) where source_status = 'LIVE' and lost_at is null;
