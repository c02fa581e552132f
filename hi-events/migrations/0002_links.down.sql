drop table event_attempts;
drop table copies;
drop table links;
