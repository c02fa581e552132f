-- How sales of a live event stand, when its ticket origin says so.
alter table events add column sales text
  check (sales in ('open', 'low', 'waiting_list', 'sold_out', 'not_yet', 'over'));
