drop table capabilities;
drop table outbox;
drop table link_statuses;
