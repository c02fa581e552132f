drop table flag_outcomes;
drop table flag_changes;
drop sequence flag_versions;
drop table flags;
