import { coverName, type DetailField, pictureIdOf } from '@tuvens/contract'
import type { Location } from '../upstream/answers.ts'
import { coverOf, type Image } from '../upstream/event-answers.ts'
import { cut } from '../upstream/cut.ts'
import type { Field, Upstream } from './field.ts'
import { normalText, paragraphs, textOfHtml } from './html-text.ts'
import { TIMES } from './times-field.ts'
import { isSamePlace, locationOf, venueOf } from './venue.ts'

const MAX_TITLE = 150

/** Some versions send an empty list in place of no address. */
function locationIn({ settings }: Upstream): Location | null {
  const location = settings.location_details ?? null
  return location === null || Array.isArray(location) ? null : location
}

/**
 * Whether the ticket system shows our picture, by the name under which it was sent. A picture of another host is not
 * carried: nothing is compared.
 */
function isSamePicture(imageUrl: string | null, cover: Image | null): boolean {
  if (imageUrl === null) return cover === null
  const id = pictureIdOf(imageUrl)
  return id === null || cover?.file_name?.includes(coverName(id)) === true
}

const FIELDS: Record<DetailField, Field> = {
  title: {
    ours: ({ title }) => ({ title }),
    theirs: ({ event }) => ({ title: cut(event.title, MAX_TITLE) }),
    stored: ({ event }) => event.title,
    agrees: ({ title }, { event }) => cut(title, MAX_TITLE) === event.title.trim(),
    event: ({ title }) => ({ title: cut(title, MAX_TITLE) }),
  },
  description: {
    ours: ({ description }) => ({ description }),
    theirs: ({ event }) => ({ description: textOfHtml(event.description ?? '') }),
    stored: ({ event }) => event.description ?? null,
    agrees: ({ description }, { event }) => normalText(description) === textOfHtml(event.description ?? ''),
    event: ({ description }) => ({
      description: description.trim() === '' ? null : paragraphs(description),
    }),
  },
  times: TIMES,
  category: {
    ours: ({ category }) => ({ category }),
    theirs: ({ event }) => ({ category: event.category ?? 'OTHER' }),
    stored: ({ event }) => event.category ?? null,
    agrees: ({ category }, { event }) => category === (event.category ?? 'OTHER'),
    event: ({ category }) => ({ category }),
  },
  currency: {
    ours: ({ currency }) => ({ currency }),
    theirs: ({ event }) => ({ currency: event.currency }),
    stored: ({ event }) => event.currency,
    agrees: ({ currency }, { event }) => currency === event.currency,
    event: ({ currency }) => ({ currency }),
  },
  venue: {
    ours: ({ venue }) => ({ venue }),
    theirs: (upstream) => ({ venue: venueOf(locationIn(upstream)) }),
    stored: (upstream) => venueOf(locationIn(upstream)),
    agrees: ({ venue }, upstream) => venue === null || isSamePlace(venue, locationIn(upstream)),
    obstacle: ({ venue }) => (venue === null || locationOf(venue) !== null ? null : 'incomplete'),
    settings: ({ venue }) => {
      const location = venue && locationOf(venue)
      return location === null ? {} : { location_details: location }
    },
  },
  picture: {
    ours: ({ imageUrl }) => ({ imageUrl }),
    theirs: ({ event }) => ({ imageUrl: coverOf(event)?.url ?? null }),
    stored: ({ event }) => coverOf(event)?.id.toString() ?? null,
    agrees: ({ imageUrl }, { event }) => isSamePicture(imageUrl, coverOf(event)),
    isFree: ({ event }) => coverOf(event) === null,
  },
}

/** How one field is compared and written. */
export function fieldOf(name: DetailField): Field {
  return FIELDS[name]
}
