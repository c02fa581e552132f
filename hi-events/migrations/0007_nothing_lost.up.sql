alter table accounts
  -- When its webhook was last compared with what it has to be, and when one that was paused was last switched on again.
  add column webhook_checked_at timestamptz,
  add column webhook_mended_at timestamptz,
  -- When all of its events were last listed, not only those changed last.
  add column listed_at timestamptz;

-- Events upstream that carry a linked event's attribute because they were duplicated from it: shown, never followed.
create table copies (
  hi_event_id bigint primary key,
  tuvens_event_id bigint not null,
  tuvens_account_id bigint not null references accounts on delete cascade,
  title text not null,
  seen_at timestamptz not null default now()
);
create index copies_event on copies (tuvens_event_id);
create index copies_account on copies (tuvens_account_id);
