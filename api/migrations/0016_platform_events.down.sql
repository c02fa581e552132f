drop table idempotent_calls;
drop index events_external;
alter table events drop column external_id;
