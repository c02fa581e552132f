-- compatible: yes
-- The accounts that made the calls: the guard compares how many of them were affected.
alter table flag_outcomes add column accounts bigint[] not null default '{}';
