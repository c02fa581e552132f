drop index deliveries_open;
alter table outbox drop column noticed_at;
