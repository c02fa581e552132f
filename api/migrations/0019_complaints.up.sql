-- compatible: yes
-- What readers tell the operators about events. It outlives the event: a deleted one may be what it is about.
create table complaints (
  id bigint generated always as identity primary key,
  event_id bigint references events on delete set null,
  event_title text not null,
  account_id bigint not null,
  reason text not null,
  text text not null default '',
  -- Of a reader who wants an answer.
  email text,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  closed_by text,
  check ((closed_at is null) = (closed_by is null))
);
create index complaints_open on complaints (id) where closed_at is null;
create index complaints_event on complaints (event_id);
create index complaints_age on complaints (created_at);
