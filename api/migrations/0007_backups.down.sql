drop table backups;
drop table database_incarnation;
