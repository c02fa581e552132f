-- compatible: yes
-- When the ticket origin first had notice of the change in the ticket system; null when that is not known.
alter table ticketing_changes add column noticed_at timestamptz;
