drop table event_edits;
