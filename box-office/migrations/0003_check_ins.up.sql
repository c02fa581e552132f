-- Who came in. One row an attendee: coming in twice is coming in once.
create table check_ins (
  attendee_id integer primary key references attendees (id) on delete cascade,
  event_id integer not null references events (id) on delete cascade,
  user_id integer references users (id) on delete set null,
  created_at timestamptz not null default now()
);
create index check_ins_event on check_ins (event_id);
