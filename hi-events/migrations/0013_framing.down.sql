drop table told_orders;
alter table links drop column framing_origins, drop column unlinked_at;
