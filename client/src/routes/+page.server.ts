import { cardOf, nextDateIn } from '$lib/server/card.ts'
import { failPage } from '$lib/server/errors.ts'
import { timesOf } from '$lib/format/when/times.ts'
import type { PageServerLoad } from './$types'

const PAGE_SIZE = 24

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const q = url.searchParams.get('q')?.trim().slice(0, 100) ?? ''
  const cursor = url.searchParams.get('cursor')?.slice(0, 200) ?? ''
  const when = url.searchParams.get('when') === 'past' ? 'past' : 'upcoming'
  const found = await locals.api.listEvents({ q, cursor, when, limit: PAGE_SIZE })
  if (!found.ok) failPage(found.failure)
  const { reader, now } = await parent()
  const events = found.value.events.map((event) => cardOf(event, reader.locale, now))
  const [first] = events
  const firstTimes = first ? timesOf(nextDateIn(first, now), reader.locale) : null
  return { q, cursor, when, events, firstTimes, nextCursor: found.value.next_cursor }
}
