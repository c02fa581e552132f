import { cardOf } from '$lib/format/card.ts'
import { failPage } from '$lib/server/errors.ts'
import type { PageServerLoad } from './$types'

const PAGE_SIZE = 24

export const load: PageServerLoad = async ({ locals, url }) => {
  const q = url.searchParams.get('q')?.trim().slice(0, 100) ?? ''
  const cursor = url.searchParams.get('cursor')?.slice(0, 200) ?? ''
  const when = url.searchParams.get('when') === 'past' ? 'past' : 'upcoming'
  const found = await locals.api.listEvents({ q, cursor, when, limit: PAGE_SIZE })
  if (!found.ok) failPage(found.failure)
  return { q, cursor, when, events: found.value.events.map(cardOf), nextCursor: found.value.next_cursor }
}
