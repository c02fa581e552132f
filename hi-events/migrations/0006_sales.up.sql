-- How sales of a live event stand when they are not open: low, waiting_list, sold_out, not_yet or over.
alter table links add column sales text;
alter table links add column sent_sales text;
-- When the shop was last seen; an older look does not count.
alter table links add column sales_read_at timestamptz;
-- When to look again.
alter table links add column sales_due_at timestamptz default now();
-- Something was ordered or changed a moment ago: until then every look is followed by another.
alter table links add column sales_moving_until timestamptz;
create index links_sales_due on links (sales_due_at) where source_status = 'LIVE' and lost_at is null;

alter table outbox add column sales text;
