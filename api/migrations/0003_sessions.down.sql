drop table cross_app_sessions;
