import { EVENT_CATEGORIES, type ListEventsQuery } from '@tuvens/contract'
import { type ChosenTime, isDay, isPeriod, type Period, spanOf } from './period.ts'

/** What a reader looks for, as the address and the form of the list of events hold it. */
export type BrowseFilter = {
  q: string
  city: string
  category: string
  price: '' | 'free' | 'paid'
  when: Period
  /** Days as a date field holds them; they count when both or one is given. */
  from: string
  to: string
}

/** Reads the address of the list. What it cannot be is left out: an address is typed and shared by people. */
export function filterOf(params: URLSearchParams): BrowseFilter {
  const text = (name: string, length: number) => params.get(name)?.trim().slice(0, length) ?? ''
  const oneOf = <T extends string>(name: string, known: readonly T[]) =>
    known.find((each) => each === params.get(name)) ?? ''
  const day = (name: string) => {
    const given = text(name, 10)
    return isDay(given) ? given : ''
  }
  const when = params.get('when') ?? ''
  return {
    q: text('q', 100),
    city: text('city', 120),
    category: oneOf('category', EVENT_CATEGORIES),
    price: oneOf('price', ['free', 'paid'] as const),
    when: isPeriod(when) ? when : 'upcoming',
    from: day('from'),
    to: day('to'),
  }
}

/** The query of the API for what a reader looks for. Days are those of the reader's zone. */
export function queryOf(filter: BrowseFilter, time: ChosenTime): ListEventsQuery {
  const { q, city, category, price } = filter
  const known = EVENT_CATEGORIES.find((each) => each === category)
  return {
    ...(q !== '' && { q }),
    ...(city !== '' && { city }),
    ...(known !== undefined && { category: known }),
    ...(price !== '' && { price }),
    ...spanOf(filter, time),
  }
}

/** The parameters that say the same again, without those that say nothing. */
export function paramsOf(filter: BrowseFilter): Record<string, string> {
  const said = Object.entries({ ...filter, when: filter.when === 'upcoming' ? '' : filter.when })
  return Object.fromEntries(said.filter(([, value]) => value !== ''))
}
