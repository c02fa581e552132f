drop table events;
drop table pictures;
drop function set_next_date;
