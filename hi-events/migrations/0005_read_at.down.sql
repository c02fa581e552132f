alter table links drop column read_at;
