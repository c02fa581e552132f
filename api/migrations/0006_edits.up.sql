-- Linked events whose details the ticket origin has not been told yet: one row each, the details are read when it is sent.
create table event_edits (
  event_id bigint primary key references events on delete cascade,
  due_at timestamptz not null default now(),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null default now()
);
create index event_edits_due on event_edits (due_at);
