-- Pictures that were uploaded. The id is the hash of their files, which the settings place in a folder or a bucket.
create table pictures (
  id text primary key,
  width integer not null,
  height integer not null,
  created_at timestamptz not null default now(),
  -- When it was uploaded, or when an event last began or ceased to show it.
  named_at timestamptz not null default now(),
  -- Its files are being deleted.
  removing_at timestamptz
);
create index pictures_named on pictures (named_at);

create table events (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  title text not null,
  description text not null default '',
  start_date timestamptz not null,
  end_date timestamptz,
  -- Further dates of the event, after the first: [{startDate, endDate}].
  further_dates jsonb not null default '[]',
  timezone text not null,
  venue jsonb,
  -- An uploaded picture, or the address of one elsewhere.
  picture_id text references pictures,
  image_url text,
  image_alt text,
  check (picture_id is null or image_url is null),
  category text not null default 'OTHER',
  currency text not null default 'EUR',
  contact_data jsonb not null default '{}',

  ticketing_status text not null default 'none'
    check (ticketing_status in ('none', 'setup', 'active', 'inactive')),
  -- The status of the Hi.Events event, and when the newest status report was sent.
  source_status text,
  source_sent_at timestamptz,
  -- Why sales of a live event are not simply open; null when they are.
  sales_status text check (sales_status in ('low', 'held', 'waiting_list', 'sold_out', 'not_yet', 'over')),
  has_been_on_sale boolean not null default false,
  ticketing_version integer not null default 0,
  hi_events_event_id bigint,
  hi_events_event_url text,
  widget_url text,
  manage_url text,
  -- The dates of the ticket system, where it has several.
  ticket_dates jsonb not null default '[]',
  -- What tickets cost that can be bought now: {currency, least, most}; null when that is not known.
  ticket_prices jsonb,

  -- For lists: the start and the end of the date that is next, or of the last one, and the end of the last one.
  next_start timestamptz not null,
  next_end timestamptz not null,
  last_end timestamptz not null,

  -- Rises with every write; part of the ETag.
  revision integer not null default 1,
  -- The revision of the last edit: writes of the ticketing since then are no reason to refuse another edit.
  edited_revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index events_hi_events_event on events (hi_events_event_id);
create index events_picture on events (picture_id) where picture_id is not null;
create index events_account on events (account_id, next_start);
create index events_start on events (next_start, id);
create index events_next_date on events (next_end) where next_end < last_end;

-- A function of the table, because every writer of dates changes these columns. An event without an end is assumed to
-- last six hours.
create function set_next_date() returns trigger language plpgsql as $$
declare
  dates jsonb := case when new.ticket_dates <> '[]' then new.ticket_dates else new.further_dates end;
begin
  new.next_start := new.start_date;
  new.next_end := coalesce(new.end_date, new.start_date + interval '6 hours');
  new.last_end := new.next_end;
  if dates = '[]' then
    return new;
  end if;
  with spans as (
    select new.start_date as starts, new.next_end as ends where new.ticket_dates = '[]'
    union all
    select (d ->> 'startDate')::timestamptz,
      coalesce((d ->> 'endDate')::timestamptz, (d ->> 'startDate')::timestamptz + interval '6 hours')
    from jsonb_array_elements(dates) d where d ->> 'state' is distinct from 'cancelled')
  select starts, ends, max(ends) over () into new.next_start, new.next_end, new.last_end
  from spans order by ends < now(), case when ends < now() then null else starts end, starts desc limit 1;
  -- All of them are cancelled.
  if new.next_start is null then
    new.next_start := new.start_date;
    new.next_end := coalesce(new.end_date, new.start_date + interval '6 hours');
    new.last_end := new.next_end;
  end if;
  return new;
end $$;
create trigger events_next_date before insert or update on events
  for each row execute function set_next_date();
