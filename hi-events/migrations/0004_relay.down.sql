drop table outbox;
drop table deliveries;
