alter table ticketing_changes drop column noticed_at;
