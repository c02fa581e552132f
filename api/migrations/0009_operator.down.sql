drop table nodes;
drop index sign_ins_created;
drop index cross_app_sessions_created;
drop index mails_settled;
drop index mails_created;
drop index audit_log_request;
