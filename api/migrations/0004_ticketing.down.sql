drop table unlinked_pairs;
drop table webhook_inbox;
drop table last_deleted_change;
drop table ticketing_changes;
