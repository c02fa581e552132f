drop table unlinked_pairs;
drop table status_deliveries;
drop table last_deleted_change;
drop table ticketing_changes;
