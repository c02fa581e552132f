-- compatible: yes
-- One row for each flag that was ever changed; the others have the defaults of the code.
create table flags (
  name text primary key,
  -- Of `flag_versions`: another one after each change, so that outcomes are never counted for another state.
  version bigint not null,
  -- False: off for everyone, whatever the rollout says.
  is_on boolean not null,
  -- Which accounts it reaches while it is on, and when it is turned off by itself: `FlagRollout` and `FlagGuard`.
  rollout jsonb not null,
  guard jsonb not null,
  -- When the guard turned it off; null again once a person has turned it on.
  rolled_back_at timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  changed_by text not null
);
create sequence flag_versions;

-- Every change of a flag, with the state before and after it.
create table flag_changes (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  flag text not null,
  version bigint not null,
  -- set, on, off or rolled_back.
  action text not null,
  actor text not null,
  reason text not null,
  before jsonb not null,
  after jsonb not null
);
create index flag_changes_flag on flag_changes (flag, id);

-- What came of the paths behind flags, as the nodes tell it every second. Kept as long as a guard may look back.
create table flag_outcomes (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  flag text not null,
  version bigint not null,
  -- on or off.
  variant text not null,
  calls integer not null,
  failed integer not null,
  slow integer not null,
  affected_accounts bigint[] not null
);
create index flag_outcomes_flag on flag_outcomes (flag, version, at);
create index flag_outcomes_at on flag_outcomes (at);
