import { EVENT_CATEGORIES } from '@tuvens/contract'
import { categoryName } from '$lib/format/category.ts'
import { timesOf } from '$lib/format/when/times.ts'
import { filterOf, paramsOf, queryOf } from '$lib/server/browse/filter.ts'
import { cardOf, nextDateIn } from '$lib/server/card.ts'
import { failPage } from '$lib/server/errors.ts'
import type { PageServerLoad } from './$types'

const PAGE_SIZE = 24

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const filter = filterOf(url.searchParams)
  const cursor = url.searchParams.get('cursor')?.slice(0, 200) ?? ''
  const { reader, now } = await parent()
  const query = queryOf(filter, { now, zone: reader.zone ?? 'UTC' })
  const [found, cities] = await Promise.all([
    locals.api.listEvents({ ...query, cursor, limit: PAGE_SIZE }),
    locals.api.listCities(),
  ])
  if (!found.ok) failPage(found.failure)
  // An event of several dates shows the first of them in the time that is looked for.
  const since = Math.max(now, Date.parse(query.from ?? '') || 0)
  const events = found.value.events.map((event) => cardOf(event, reader.locale, since))
  const [first] = events
  const firstTimes = first ? timesOf(nextDateIn(first, since), reader.locale) : null
  return {
    filter,
    params: paramsOf(filter),
    cursor,
    // Without the list, people type the name of a city.
    cities: cities.ok ? cities.value.cities.map(({ name }) => name) : [],
    categories: EVENT_CATEGORIES.map((value) => ({ value, label: categoryName(value, locals.text) })),
    events,
    firstTimes,
    nextCursor: found.value.next_cursor,
  }
}
