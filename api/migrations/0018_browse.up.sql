-- compatible: yes
-- A text as people search it: in lower case, without accents and other marks.
create function search_text(given text) returns text language sql immutable parallel safe as $$
  select lower(regexp_replace(normalize(given, NFKD), '[\u0300-\u036f]', '', 'g'))
$$;

-- The words of an event by which people find it. ASCII and general punctuation end a word, whatever the locale is.
-- These functions call no other one of ours: an index is rebuilt without a search path.
create function event_words(title text, venue jsonb, category text) returns tsvector
language sql immutable parallel safe as $$
  select to_tsvector('pg_catalog.simple', regexp_replace(lower(regexp_replace(normalize(
    concat_ws(' ', title, venue ->> 'name', venue ->> 'city', venue ->> 'state_region', category),
    NFKD), '[\u0300-\u036f]', '', 'g')), '[!-/:-@\[-`{-~\u2000-\u206f]+', ' ', 'g'))
$$;

-- Each word of a search is the beginning of a word of the event.
create function words_query(given text) returns tsquery language sql immutable parallel safe as $$
  select to_tsquery('pg_catalog.simple', string_agg(word || ':*', ' & '))
  from regexp_split_to_table(regexp_replace(lower(regexp_replace(normalize(given, NFKD),
    '[\u0300-\u036f]', '', 'g')), '[!-/:-@\[-`{-~\u2000-\u206f]+', ' ', 'g'), '\s+') word
  where word <> ''
$$;

-- From the beginning of its next date to the end of its last one.
create function event_span(next_start timestamptz, last_end timestamptz) returns tstzrange
language sql immutable parallel safe as $$ select tstzrange(next_start, greatest(next_start, last_end), '[]') $$;

-- Each narrows the list to few rows, or returns them in its order.
create index events_words on events using gin (event_words(title, venue, category));
create index events_span on events using gist (event_span(next_start, last_end));
create index events_category on events (category, next_start, id);
create index events_city on events (search_text(venue ->> 'city'), next_start, id) where venue ->> 'city' is not null;
create index events_free on events (next_start, id) where (ticket_prices ->> 'least')::numeric = 0;
create index events_paid on events (next_start, id) where (ticket_prices ->> 'least')::numeric > 0;
