-- When an event was last read: one that should be over but does not say so is looked at ever more seldom.
alter table links add column read_at timestamptz;
