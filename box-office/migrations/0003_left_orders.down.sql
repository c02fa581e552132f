drop index orders_left;
