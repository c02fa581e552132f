import type { ListEventsQuery, TuvensEvent } from '@tuvens/contract'
import { calendarFeed } from '$lib/format/calendar.ts'
import { failPage } from '$lib/server/errors.ts'
import { createHash } from 'node:crypto'
import type { ApiClient } from '../api/client.ts'

const DAY_MS = 86_400_000
/** Events stay in a calendar for a while after they are over: a subscription shows no more than what it holds. */
const PAST_DAYS = 30
const PAGE_SIZE = 100
const MAX_PAGES = 3
const MAX_AGE_SECONDS = 900

type FeedRequest = {
  name: string
  query: ListEventsQuery
  /** The site's origin. */
  origin: string
  now: number
  ifNoneMatch: string | null
}

/** A calendar to subscribe to: the events of a list, the first 300 of them and of their dates the first 500. */
export async function calendarResponse(api: ApiClient, feed: FeedRequest): Promise<Response> {
  const query = withRecent(feed.query, feed.now)
  const events = await eventsOf(api, query)
  const from = query.from === undefined ? 0 : Date.parse(query.from)
  const body = calendarFeed({ name: feed.name, origin: feed.origin, events, from })
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const headers = { etag, 'cache-control': `public, max-age=${MAX_AGE_SECONDS}` }
  if (feed.ifNoneMatch?.split(/,\s*/).includes(etag)) return new Response(null, { status: 304, headers })
  return new Response(body, { headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' } })
}

function withRecent(query: ListEventsQuery, now: number): ListEventsQuery {
  if (query.when === 'past' || query.from !== undefined) return query
  return { ...query, when: 'all', from: new Date(now - PAST_DAYS * DAY_MS).toISOString() }
}

async function eventsOf(api: ApiClient, query: ListEventsQuery): Promise<TuvensEvent[]> {
  const events: TuvensEvent[] = []
  let cursor: string | null = ''
  for (let page = 0; page < MAX_PAGES && cursor !== null; page++) {
    const found = await api.listEvents({ ...query, limit: PAGE_SIZE, cursor })
    if (!found.ok) failPage(found.failure)
    events.push(...found.value.events)
    cursor = found.value.next_cursor
  }
  return events
}
