-- Users, and the accounts (tenants) that own everything else.
create table users (
  id integer generated always as identity primary key,
  email text not null,
  first_name text not null,
  last_name text not null default '',
  password_hash text not null,
  timezone text not null,
  locale text not null,
  created_at timestamptz not null default now()
);
-- One user per e-mail address, also under concurrent registrations.
create unique index users_email on users (lower(email));

create table accounts (
  id integer generated always as identity primary key,
  name text not null,
  email text not null,
  currency_code text not null,
  timezone text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table account_users (
  account_id integer not null references accounts (id) on delete cascade,
  user_id integer not null references users (id) on delete cascade,
  role text not null check (role in ('ADMIN', 'ORGANIZER')),
  is_owner boolean not null default false,
  status text not null default 'ACTIVE',
  last_login_at timestamptz,
  primary key (account_id, user_id)
);
create index account_users_user on account_users (user_id);

-- Tokens that were logged out or refreshed before they expired. A row may be deleted once its token has expired.
create table revoked_tokens (
  jti_hash bytea primary key,
  expires_at timestamptz not null
);

create table organizers (
  id integer generated always as identity primary key,
  account_id integer not null references accounts (id) on delete cascade,
  name text not null,
  email text not null,
  phone text,
  website text,
  description text,
  timezone text not null,
  currency text not null,
  status text not null default 'DRAFT' check (status in ('DRAFT', 'LIVE', 'ARCHIVED')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index organizers_account on organizers (account_id);

create table events (
  id integer generated always as identity primary key,
  account_id integer not null references accounts (id) on delete cascade,
  organizer_id integer not null references organizers (id) on delete cascade,
  title text not null,
  description text,
  category text not null default 'OTHER',
  status text not null default 'DRAFT' check (status in ('DRAFT', 'LIVE', 'ARCHIVED')),
  -- When it was first live: a draft that was is paused.
  published_at timestamptz,
  currency text not null,
  timezone text not null,
  type text not null default 'SINGLE' check (type in ('SINGLE', 'RECURRING')),
  recurrence_rule jsonb,
  -- Of a recurring event: those of its first and of its last date.
  start_date timestamptz not null,
  end_date timestamptz,
  -- null when none were ever given: then responses have no such field
  attributes jsonb,
  -- only what was set; defaults are in events/settings-shape.ts
  settings jsonb not null default '{}',
  -- the picture of its pages, as responses show it
  cover jsonb,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz
);
create table images (
  id integer generated always as identity primary key,
  event_id integer not null references events (id) on delete cascade,
  file_name text not null unique,
  mime_type text not null,
  bytes bytea not null
);
create index images_event on images (event_id);
create index events_account on events (account_id, updated_at desc) where deleted_at is null;
create index events_organizer on events (organizer_id) where deleted_at is null;

-- The dates of each event; an event of a single date has one, too.
create table occurrences (
  id integer generated always as identity primary key,
  event_id integer not null references events (id) on delete cascade,
  short_id text not null unique default 'oc_' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 13),
  start_date timestamptz not null,
  end_date timestamptz,
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'CANCELLED')),
  capacity integer check (capacity >= 0),
  label text,
  is_overridden boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index occurrences_event on occurrences (event_id, start_date);

create table webhooks (
  id integer generated always as identity primary key,
  organizer_id integer not null references organizers (id) on delete cascade,
  url text not null,
  event_types text[] not null,
  status text not null check (status in ('ENABLED', 'PAUSED')),
  secret text not null,
  last_triggered_at timestamptz,
  last_response_code integer,
  created_at timestamptz not null default now()
);
create index webhooks_organizer on webhooks (organizer_id);

create table webhook_logs (
  id integer generated always as identity primary key,
  webhook_id integer not null references webhooks (id) on delete cascade,
  event_type text not null,
  payload text not null,
  response_code integer not null,
  created_at timestamptz not null default clock_timestamp()
);
create index webhook_logs_webhook on webhook_logs (webhook_id, id desc);

create table taxes_and_fees (
  id integer generated always as identity primary key,
  account_id integer not null references accounts (id) on delete cascade,
  name text not null,
  description text,
  calculation_type text not null check (calculation_type in ('PERCENTAGE', 'FIXED')),
  rate numeric(14, 4) not null check (rate >= 0),
  is_active boolean not null,
  is_default boolean not null,
  type text not null check (type in ('TAX', 'FEE'))
);
create index taxes_and_fees_account on taxes_and_fees (account_id);

create table product_categories (
  id integer generated always as identity primary key,
  event_id integer not null references events (id) on delete cascade,
  name text not null,
  description text,
  is_hidden boolean not null default false,
  position integer not null default 0,
  no_products_message text
);
create index product_categories_event on product_categories (event_id);

create table products (
  id integer generated always as identity primary key,
  event_id integer not null references events (id) on delete cascade,
  category_id integer not null references product_categories (id) on delete cascade,
  title text not null,
  type text not null check (type in ('FREE', 'PAID', 'TIERED', 'DONATION')),
  product_type text not null check (product_type in ('TICKET', 'GENERAL')),
  position integer not null,
  description text,
  max_per_order integer not null default 100,
  min_per_order integer not null default 0,
  sale_start_date timestamptz,
  sale_end_date timestamptz,
  hide_before_sale_start_date boolean not null default false,
  hide_after_sale_end_date boolean not null default false,
  start_collapsed boolean not null default false,
  show_quantity_remaining boolean not null default false,
  hide_when_sold_out boolean not null default false,
  is_hidden_without_promo_code boolean not null default false,
  is_hidden boolean not null default false,
  is_highlighted boolean not null default false,
  highlight_message text,
  waitlist_enabled boolean,
  deleted_at timestamptz
);
create index products_event on products (event_id) where deleted_at is null;

create table product_taxes_and_fees (
  product_id integer not null references products (id) on delete cascade,
  tax_or_fee_id integer not null references taxes_and_fees (id) on delete cascade,
  primary key (product_id, tax_or_fee_id)
);

create table product_prices (
  id integer generated always as identity primary key,
  product_id integer not null references products (id) on delete cascade,
  label text,
  price numeric(14, 2) not null check (price >= 0),
  sale_start_date timestamptz,
  sale_end_date timestamptz,
  initial_quantity_available integer check (initial_quantity_available >= 0),
  is_hidden boolean not null default false,
  position integer not null default 0,
  deleted_at timestamptz
);
create index product_prices_product on product_prices (product_id);

-- What a price costs on one date, where that differs.
create table occurrence_prices (
  id integer generated always as identity primary key,
  occurrence_id integer not null references occurrences (id) on delete cascade,
  product_price_id integer not null references product_prices (id) on delete cascade,
  price numeric(14, 2) not null check (price >= 0),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (occurrence_id, product_price_id)
);

create table promo_codes (
  id integer generated always as identity primary key,
  event_id integer not null references events (id) on delete cascade,
  code text not null,
  discount_type text not null check (discount_type in ('NONE', 'FIXED', 'PERCENTAGE')),
  discount numeric(14, 2) not null default 0 check (discount >= 0),
  applicable_product_ids integer[] not null default '{}',
  expiry_date timestamptz,
  max_allowed_usages integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (event_id, code)
);

create table orders (
  id integer generated always as identity primary key,
  event_id integer not null references events (id) on delete cascade,
  short_id text not null unique,
  public_id text not null,
  -- SHA-256 of the session identifier, which only the buyer's browser has
  session_hash bytea not null,
  -- Keyed hash of the client that holds the tickets
  client_hash bytea not null,
  status text not null check (status in ('RESERVED', 'ABANDONED', 'COMPLETED', 'AWAITING_OFFLINE_PAYMENT', 'CANCELLED')),
  payment_status text,
  payment_provider text,
  -- When the organiser marked it as paid back, and who did.
  refunded_at timestamptz,
  refunded_by integer references users (id) on delete set null,
  currency text not null,
  reserved_until timestamptz not null,
  -- While an order is being completed its tickets stay held, even after reserved_until.
  claimed_until timestamptz,
  promo_code_id integer references promo_codes (id) on delete set null,
  promo_code text,
  total_before_additions numeric(14, 2) not null,
  total_tax numeric(14, 2) not null,
  total_fee numeric(14, 2) not null,
  total_gross numeric(14, 2) not null,
  taxes_and_fees_rollup jsonb not null,
  first_name text,
  last_name text,
  email text,
  locale text not null default 'en',
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index orders_event on orders (event_id, id desc);
create index orders_promo_code on orders (promo_code_id) where promo_code_id is not null;
-- For the limit of what one client holds.
create index orders_client on orders (client_hash, created_at) where status in ('RESERVED', 'ABANDONED');
-- For the housekeeping, which deletes orders that were never completed.
create index orders_incomplete on orders (reserved_until) where status in ('RESERVED', 'ABANDONED');

create table order_items (
  id integer generated always as identity primary key,
  order_id integer not null references orders (id) on delete cascade,
  product_id integer not null references products (id) on delete cascade,
  product_price_id integer not null references product_prices (id) on delete cascade,
  -- Null for orders from before there were dates.
  occurrence_id integer references occurrences (id) on delete set null,
  item_name text not null,
  quantity integer not null check (quantity > 0),
  price numeric(14, 2) not null,
  price_before_discount numeric(14, 2),
  total_before_additions numeric(14, 2) not null,
  total_before_discount numeric(14, 2) not null,
  total_service_fee numeric(14, 2) not null,
  total_tax numeric(14, 2) not null,
  total_gross numeric(14, 2) not null,
  taxes_and_fees_rollup jsonb not null
);
create index order_items_order on order_items (order_id);
create index order_items_occurrence on order_items (occurrence_id) include (order_id, quantity);
create index order_items_price on order_items (product_price_id) include (order_id, quantity);

create table attendees (
  id integer generated always as identity primary key,
  order_id integer not null references orders (id) on delete cascade,
  event_id integer not null references events (id) on delete cascade,
  product_id integer not null references products (id) on delete cascade,
  product_price_id integer not null references product_prices (id) on delete cascade,
  occurrence_id integer references occurrences (id) on delete set null,
  short_id text not null unique,
  public_id text not null,
  first_name text not null,
  last_name text not null,
  email text not null,
  status text not null check (status in ('ACTIVE', 'AWAITING_PAYMENT', 'CANCELLED')),
  locale text not null default 'en',
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index attendees_order on attendees (order_id);
create index attendees_event on attendees (event_id, id desc);

create table waitlist_entries (
  id integer generated always as identity primary key,
  event_id integer not null references events (id) on delete cascade,
  product_price_id integer not null references product_prices (id) on delete cascade,
  -- The date somebody waits for; null in the version without dates, and of a date that was deleted.
  occurrence_id integer references occurrences (id) on delete set null,
  email text not null,
  first_name text not null,
  last_name text,
  locale text not null default 'en',
  status text not null default 'WAITING' check (status in ('WAITING', 'CANCELLED')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index waitlist_entries_person on waitlist_entries (product_price_id, occurrence_id, lower(email))
  nulls not distinct where status = 'WAITING';
create index waitlist_entries_occurrence on waitlist_entries (occurrence_id);

create table event_views (
  event_id integer not null references events (id) on delete cascade,
  viewer_hash bytea not null,
  views integer not null default 1,
  primary key (event_id, viewer_hash)
);

-- Tickets of each price that are sold, and those held by open orders. An expired hold stops counting by itself, so
-- no job has to release it. A sale reads this under the stock lock (catalogue/store.ts).
create view price_takings as
select i.product_price_id,
  coalesce(sum(i.quantity) filter (where o.status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT')), 0)::integer as sold,
  coalesce(sum(i.quantity) filter (where o.status = 'RESERVED'
    and greatest(o.reserved_until, o.claimed_until) > clock_timestamp()), 0)::integer as held,
  -- When the first of them may come back.
  min(o.reserved_until) filter (where o.status = 'RESERVED' and o.reserved_until > clock_timestamp()) as held_until
from order_items i join orders o on o.id = i.order_id
group by i.product_price_id;

-- The same for the places of each date.
create view occurrence_takings as
select i.occurrence_id,
  coalesce(sum(i.quantity) filter (where o.status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT')), 0)::integer as sold,
  coalesce(sum(i.quantity) filter (where o.status = 'RESERVED'
    and clock_timestamp() < greatest(o.reserved_until, o.claimed_until)), 0)::integer as held
from order_items i join orders o on o.id = i.order_id
where i.occurrence_id is not null
group by i.occurrence_id;

create view promo_code_usage as
select o.promo_code_id,
  count(*) filter (where o.status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT'))::integer as orders,
  count(*) filter (where o.status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT') or (o.status = 'RESERVED'
    and greatest(o.reserved_until, o.claimed_until) > clock_timestamp()))::integer as taken,
  coalesce(sum((select sum(i.quantity) from order_items i where i.order_id = o.id))
    filter (where o.status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT')), 0)::integer as tickets
from orders o where o.promo_code_id is not null
group by o.promo_code_id;
