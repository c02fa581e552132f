-- The record that ties one Tuvens event to one Hi.Events event.
create table links (
  tuvens_event_id bigint primary key,
  tuvens_account_id bigint not null references accounts on delete cascade,
  hi_event_id bigint not null unique,
  settings_at timestamptz,
  landed_at timestamptz,
  created_at timestamptz not null default now()
);
create index links_account on links (tuvens_account_id);

-- Hi.Events events that carry a linked event's attribute because they were duplicated from it: shown, never followed.
create table copies (
  hi_event_id bigint primary key,
  tuvens_event_id bigint not null,
  tuvens_account_id bigint not null references accounts on delete cascade,
  title text not null,
  seen_at timestamptz not null default now()
);
create index copies_event on copies (tuvens_event_id);
create index copies_account on copies (tuvens_account_id);

-- Events whose creation was tried, by an attribute that they carry: after a lost response such an event is searched for.
create table event_attempts (
  tuvens_account_id bigint not null references accounts on delete cascade,
  mark text not null,
  primary key (tuvens_account_id, mark)
);
