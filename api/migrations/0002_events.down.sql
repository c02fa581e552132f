drop table events;
drop table pictures;
