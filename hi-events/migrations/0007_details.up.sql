-- What the Tuvens event of a link says, and what of it stands on the ticket system.
create table link_details (
  tuvens_event_id bigint primary key references links on delete cascade,
  -- The details as the API last told them; null until it has.
  wanted jsonb,
  revision integer not null default 0,
  -- By field: what was last written, and what the ticket system then answered.
  written jsonb not null default '{}',
  -- The fields that differ, with the reason, as they were last compared.
  differences jsonb not null default '[]',
  -- Of the event as it was last compared: another one means that somebody changed it.
  event_hash text,
  -- When the details are compared next; null: at the next change.
  due_at timestamptz,
  attempts integer not null default 0,
  compared_at timestamptz,
  last_error text
);
create index link_details_due on link_details (due_at) where due_at is not null;
