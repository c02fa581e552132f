alter table outbox drop column sales;

drop index links_sales_due;
alter table links drop column sales_moving_until;
alter table links drop column sales_due_at;
alter table links drop column sales_read_at;
alter table links drop column sent_sales;
alter table links drop column sales;
