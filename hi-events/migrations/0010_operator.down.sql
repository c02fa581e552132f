drop table nodes;
drop index deliveries_hi_event;
drop index outbox_dead;
drop index outbox_created;
