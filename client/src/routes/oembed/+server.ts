import { error, json } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { richContentOf } from '$lib/format/oembed.ts'
import type { RequestHandler } from './$types'

const [OK_FOR_ALL, KEPT] = [{ 'access-control-allow-origin': '*' }, 'public, max-age=300']

/** The tickets of an event page for sites that turn a link into what it leads to (oembed.com), as JSON. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { searchParams: query } = url
  if ((query.get('format') ?? 'json') !== 'json') error(501, 'Only JSON is offered.')
  const address = query.get('url') ?? ''
  const page = URL.canParse(address) ? new URL(address) : null
  const [, id] = /^\/event\/([1-9]\d{0,14})\/?$/.exec(page?.pathname ?? '') ?? []
  if (page?.origin !== url.origin || id === undefined) error(404, 'This address is no event page.')
  const found = await locals.api.readEvent(id)
  if (!found.ok) failPage(found.failure)
  const { title, hi_events_event_id: linked } = found.value
  if (linked === null) error(404, 'This event has no tickets here.')
  const most = (name: string) =>
    Number(/^\d{1,5}$/.exec(query.get(name) ?? '')?.[0] ?? Number.POSITIVE_INFINITY)
  const content = richContentOf(
    { eventId: id, title, siteUrl: url.origin, ticketOrigin: locals.ticketOrigin },
    { maxWidth: most('maxwidth'), maxHeight: most('maxheight') },
  )
  return json(content, { headers: { ...OK_FOR_ALL, 'cache-control': KEPT } })
}
