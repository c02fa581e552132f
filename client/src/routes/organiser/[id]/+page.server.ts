import { readOrganiser } from '$lib/server/browse/organiser.ts'
import { cardOf } from '$lib/server/card.ts'
import { failPage } from '$lib/server/errors.ts'
import type { PageServerLoad } from './$types'

const PAGE_SIZE = 24

export const load: PageServerLoad = async ({ params, locals, url, parent }) => {
  const cursor = url.searchParams.get('cursor')?.slice(0, 200) ?? ''
  const when = url.searchParams.get('when') === 'past' ? 'past' : 'upcoming'
  const organiser = await readOrganiser(locals.api, params.id)
  const found = await locals.api.listEvents({
    account_id: organiser.account_id,
    when,
    cursor,
    limit: PAGE_SIZE,
  })
  if (!found.ok) failPage(found.failure)
  const { reader, now } = await parent()
  return {
    organiser: { id: String(organiser.account_id), name: organiser.name },
    when,
    cursor,
    events: found.value.events.map((event) => cardOf(event, reader.locale, now)),
    nextCursor: found.value.next_cursor,
  }
}
