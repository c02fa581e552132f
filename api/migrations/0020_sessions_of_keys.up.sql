-- compatible: yes
-- The API key that issued the session, which ends with it; null for a session that a person issued.
alter table cross_app_sessions add column api_key_id uuid references api_keys on delete cascade;
create index cross_app_sessions_api_key on cross_app_sessions (api_key_id) where api_key_id is not null;
