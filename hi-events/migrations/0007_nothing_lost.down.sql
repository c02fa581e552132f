drop table copies;
alter table accounts drop column webhook_checked_at, drop column webhook_mended_at, drop column listed_at;
