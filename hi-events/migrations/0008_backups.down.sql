drop table links_comparison;
drop table backups;
drop table database_incarnation;
