-- Who did what, and the outcome. No foreign keys: an entry outlives the rows it refers to.
create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  operation text not null,
  -- `ok` or an error code.
  outcome text not null,
  actor text not null,
  user_id bigint,
  account_id bigint,
  event_id bigint,
  request_id text not null,
  address text not null,
  note text
);
create index audit_log_at on audit_log (at);
create index audit_log_user on audit_log (user_id, at) where user_id is not null;
create index audit_log_account on audit_log (account_id, at) where account_id is not null;
create index audit_log_event on audit_log (event_id, at) where event_id is not null;
