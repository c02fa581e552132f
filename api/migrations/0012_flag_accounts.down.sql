alter table flag_outcomes drop column accounts;
