-- compatible: yes
-- For the operator's lists and searches, and for the clean-up of mails.
create index audit_log_request on audit_log (request_id);
create index mails_created on mails (created_at);
create index mails_settled on mails (coalesce(sent_at, given_up_at));
create index cross_app_sessions_created on cross_app_sessions (created_at);
create index sign_ins_created on sign_ins (created_at);

-- One row for each running process. It is written again every few seconds, so an old row is a node that died.
create table nodes (
  id uuid primary key,
  name text not null,
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null default now(),
  -- What the process measured of itself: {rssBytes, loopDelayMs}.
  facts jsonb not null default '{}'
);
