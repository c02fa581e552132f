-- The limits that the services ask for at each connection, as defaults of their roles: PgBouncer drops them (docs/settings.md).
alter role tuvens_api set statement_timeout = '15s';
alter role tuvens_api set lock_timeout = '5s';
alter role tuvens_api set idle_in_transaction_session_timeout = '30s';
alter role tuvens_tickets set statement_timeout = '15s';
alter role tuvens_tickets set lock_timeout = '5s';
alter role tuvens_tickets set idle_in_transaction_session_timeout = '30s';
alter role tuvens_box_office set statement_timeout = '15s';
alter role tuvens_box_office set lock_timeout = '5s';
alter role tuvens_box_office set idle_in_transaction_session_timeout = '30s';
