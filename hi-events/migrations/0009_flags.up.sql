-- compatible: yes
-- The flags as the API last gave them, for nodes that start while it is away: what was switched off stays off.
create table known_flags (
  id boolean primary key default true check (id),
  states jsonb not null,
  read_at timestamptz not null default clock_timestamp()
);
