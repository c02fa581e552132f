-- Outgoing mail: sent by SMTP when SMTP_URL is set, otherwise shown on the local mailbox page.
create table mails (
  id integer generated always as identity primary key,
  account_id integer not null references accounts (id) on delete cascade,
  -- the event that the mail reports; each recipient gets one mail per cause
  cause text not null,
  recipient text not null,
  subject text not null,
  html text not null,
  text text not null,
  attachments jsonb not null default '[]',
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  sent_at timestamptz,
  given_up_at timestamptz,
  failure text,
  unique (cause, recipient)
);
-- What the ticket holders of an event know of its time and place, and those of a date of its time; null while it has none.
alter table events add told jsonb;
alter table occurrences add told jsonb;

create index mails_due on mails (due_at) where sent_at is null and given_up_at is null;
create index mails_recipient on mails (lower(recipient), id desc);
create index mails_account on mails (account_id, id desc);
