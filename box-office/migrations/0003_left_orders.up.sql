-- Finds orders that nobody finished, to forget them once they have had their time.
create index orders_left on orders (reserved_until) where status in ('RESERVED', 'ABANDONED');
