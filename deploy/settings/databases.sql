-- Roles and databases of the services: psql -f databases.sql postgres
create role tuvens_api login password '{{API_PASSWORD}}';
create database tuvens_api owner tuvens_api;
create role tuvens_tickets login password '{{TICKETS_PASSWORD}}';
create database tuvens_tickets owner tuvens_tickets;
create role tuvens_box_office login password '{{BOX_OFFICE_PASSWORD}}';
create database tuvens_box_office owner tuvens_box_office;
-- Backups are tried in databases of their own (backup.env).
create role tuvens_scratch login createdb password '{{SCRATCH_PASSWORD}}';
-- Only the owner of a database connects to it.
revoke connect on database tuvens_api, tuvens_tickets, tuvens_box_office from public;
