alter table link_details drop column traceparent;
alter table outbox drop column traceparent;
alter table deliveries drop column traceparent;
