drop table mails;
alter table occurrences drop told;
alter table events drop told;
