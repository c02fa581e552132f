import type { City, PriceFilter } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { type CatalogueRow, eventColumns } from './store.ts'

export type EventListFilter = {
  when: 'upcoming' | 'past' | 'all'
  accountId: number | null
  /** Beginnings of words of the title, the place or the category. */
  search: string | null
  city: string | null
  category: string | null
  price: PriceFilter | null
  /** One of the dates lies in this time. */
  from: Date | null
  to: Date | null
  after: { nextStart: Date; id: string } | null
  limit: number
}

/** A part of a statement. */
type Part = ReturnType<typeof eventColumns>

/** A page of events by the start of their next date: the soonest first, of past events the latest first. */
export async function listEvents(sql: Sql, filter: EventListFilter): Promise<CatalogueRow[]> {
  const { when, from, to } = filter
  const rows = rowsIn(sql, filter)
  if (when === 'past') {
    // Of a time in the past the index of times is read; by the index of starts alone all that is older would be.
    const since =
      from === null
        ? sql``
        : sql`and e.last_end >= ${from} and event_span(e.next_start, e.last_end)
            && tstzrange(${from}, greatest(${from}, least(now(), ${to ?? sql`now()`})), '[]')`
    const isPast = sql`e.next_start < now() and e.last_end < now()
      ${since} ${to === null ? sql`` : sql`and e.next_start < ${to}`}`
    return rows.latestFirst(isPast)
  }
  if (when === 'all' && from === null)
    return rows.soonestFirst([begins(sql, sql`'-infinity'::timestamptz`, to)])
  const since = when === 'all' ? sql`${from}::timestamptz` : sql`greatest(now(), ${from}::timestamptz)`
  // An event that has begun stands before all that will begin: each branch reads the index that is made for it.
  return rows.soonestFirst([hasBegun(sql, since, to), begins(sql, since, to)])
}

/** Runs at `since`, or has a date between then and `to`. */
function hasBegun(sql: Sql, since: Part, to: Date | null): Part {
  const hasDate = sql`(e.next_end >= ${since} or exists (
    select from jsonb_array_elements(case when e.ticket_dates <> '[]' then e.ticket_dates else e.further_dates end) d
    where d ->> 'state' is distinct from 'cancelled' and (d ->> 'startDate')::timestamptz < ${to}
      and coalesce((d ->> 'endDate')::timestamptz, (d ->> 'startDate')::timestamptz + interval '6 hours') >= ${since}))`
  return sql`event_span(e.next_start, e.last_end) @> ${since} and e.next_start < ${since}
    ${to === null ? sql`` : sql`and ${hasDate}`}`
}

function begins(sql: Sql, since: Part, to: Date | null): Part {
  return sql`e.next_start >= ${since} ${to === null ? sql`` : sql`and e.next_start < ${to}`}`
}

function rowsIn(sql: Sql, filter: EventListFilter) {
  const { after, limit } = filter
  const wanted = wantedOf(sql, filter)
  const select = sql`select ${eventColumns(sql)} from events e join accounts a on a.id = e.account_id`
  return {
    latestFirst: (condition: Part) => sql<CatalogueRow[]>`
      ${select} where ${condition} ${wanted}
        ${after === null ? sql`` : sql`and (e.next_start, e.id) < (${after.nextStart}, ${after.id})`}
      order by e.next_start desc, e.id desc limit ${limit}`,
    soonestFirst: (branches: Part[]) => {
      const isAfter =
        after === null ? sql`` : sql`and (e.next_start, e.id) > (${after.nextStart}, ${after.id})`
      const found = branches
        .map(
          (condition) => sql`(select e.id, e.next_start from events e where ${condition} ${wanted} ${isAfter}
            order by e.next_start, e.id limit ${limit})`,
        )
        .reduce((before, branch) => sql`${before} union all ${branch}`)
      return sql<CatalogueRow[]>`
        ${select} join (select id from (${found}) b order by next_start, id limit ${limit}) f on f.id = e.id
        order by e.next_start, e.id`
    },
  }
}

/** The filters that have nothing to do with time. */
function wantedOf(sql: Sql, { accountId, search, city, category, price }: EventListFilter): Part {
  const least = sql`(e.ticket_prices ->> 'least')::numeric`
  return sql`
    ${accountId === null ? sql`` : sql`and e.account_id = ${accountId}`}
    ${search === null ? sql`` : sql`and event_words(e.title, e.venue, e.category) @@ words_query(${search})`}
    ${city === null ? sql`` : sql`and search_text(e.venue ->> 'city') = search_text(${city}) and e.venue ->> 'city' is not null`}
    ${category === null ? sql`` : sql`and e.category = ${category}`}
    ${price === null ? sql`` : price === 'free' ? sql`and ${least} = 0` : sql`and ${least} > 0`}`
}

/** Rows that are looked at for the list of cities, so that its cost does not grow with the number of events. */
const NEXT_EVENTS = 1000

/** The cities of the next events, those with most of them first. */
export async function listCities(sql: Sql, limit: number): Promise<City[]> {
  return sql<City[]>`
    select mode() within group (order by city) as name, count(*)::integer as events from (
      select venue ->> 'city' as city from events
      where next_start >= now() and venue ->> 'city' <> '' order by next_start, id limit ${NEXT_EVENTS}) next
    group by search_text(city) order by events desc, name limit ${limit}`
}

const INDEX_PAGE = 5_000

/** A page holds the events of a range of ids: it stays the same when others are added. */
export async function readEventIndex(sql: Sql, page: number | null) {
  const [[last], events] = await Promise.all([
    sql<{ id: string | null }[]>`select max(id) as id from events`,
    page === null
      ? []
      : sql<{ id: string; account_id: string; updated_at: Date }[]>`
          select id, account_id, updated_at from events
          where id > ${(page - 1) * INDEX_PAGE} and id <= ${page * INDEX_PAGE} order by id`,
  ])
  return { pages: Math.ceil(Number(last?.id ?? 0) / INDEX_PAGE), events: [...events] }
}

/** The account that a reader sees as the organiser of its events; undefined when it has none. */
export async function findOrganiser(sql: Sql, accountId: string) {
  const [row] = await sql<{ id: string; name: string }[]>`
    select id, name from accounts where id = ${accountId} and exists (select from events where account_id = accounts.id)`
  return row
}

/**
 * Other events to come, the closest relation first: of the same account, then of the same city and category, then of
 * one of the two.
 */
export async function listRelated(sql: Sql, eventId: string, limit: number): Promise<CatalogueRow[]> {
  const next = (closeness: number, relation: Part) => sql`
    (select ${closeness}::integer as closeness, e.id, e.next_start from events e, given
      where ${relation} and e.id <> given.id and e.next_start >= now() and e.ticketing_status <> 'inactive'
      order by e.next_start, e.id limit ${limit})`
  const inCity = sql`search_text(e.venue ->> 'city') = given.city and e.venue ->> 'city' is not null`
  const inCategory = sql`e.category = given.category and given.category <> 'OTHER'`
  return sql<CatalogueRow[]>`
    with given as (
      select id, account_id, category, search_text(venue ->> 'city') as city from events where id = ${eventId}
    ), related as (
      select id, min(closeness) as closeness from (
        ${next(1, sql`e.account_id = given.account_id`)} union all
        ${next(2, sql`${inCity} and ${inCategory}`)} union all
        ${next(3, sql`${inCity}`)} union all
        ${next(4, inCategory)}
      ) found group by id
    )
    select ${eventColumns(sql)} from related join events e on e.id = related.id join accounts a on a.id = e.account_id
    order by related.closeness, e.next_start, e.id limit ${limit}`
}
