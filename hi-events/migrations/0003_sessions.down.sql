drop table ticket_writes;
drop table ticket_sessions;
drop table sessions;
