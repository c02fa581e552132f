drop table webhook_attempts;
drop table webhook_messages;
drop table webhook_endpoints;
