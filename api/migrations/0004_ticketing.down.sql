drop table unlinked_pairs;
drop table webhook_inbox;
drop table ticketing_changes_floor;
drop table ticketing_changes;
