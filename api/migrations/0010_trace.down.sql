alter table event_edits drop column traceparent;
alter table ticketing_changes drop column traceparent;
