-- compatible: yes
-- The W3C traceparent of what caused a row: its work, and what a page is told, belong to that trace.
alter table ticketing_changes add column traceparent text;
alter table event_edits add column traceparent text;
