-- How sales of a live event stand when they are not open, as its ticket origin says.
alter table events add column sales text
  check (sales in ('low', 'waiting_list', 'sold_out', 'not_yet', 'over'));
