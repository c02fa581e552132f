drop table copies;
drop table links;
