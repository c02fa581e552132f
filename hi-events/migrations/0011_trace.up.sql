-- compatible: yes
-- The W3C traceparent of what caused a row: the work that it is waiting for belongs to that trace.
alter table deliveries add column traceparent text;
alter table outbox add column traceparent text;
alter table link_details add column traceparent text;
