drop index cross_app_sessions_api_key;
alter table cross_app_sessions drop column api_key_id;
