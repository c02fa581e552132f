-- When the shop of a live event is read next.
create table shop_checks (
  tuvens_event_id bigint primary key references links on delete cascade,
  -- Null while the event is not live.
  due_at timestamptz,
  -- Something was ordered or changed: until then each check is followed by another one soon.
  active_until timestamptz
);
create index shop_checks_due on shop_checks (due_at);
