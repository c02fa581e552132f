-- compatible: yes
-- When the ticket origin first had notice of the change that a message reports; null when a sweep found it.
alter table outbox add column noticed_at timestamptz;
create index deliveries_open on deliveries (hi_event_id) where processed_at is null;
