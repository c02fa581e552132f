drop table mails;
alter table events drop told;
