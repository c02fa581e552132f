import {
  coverName,
  type DetailField,
  type Difference,
  type EventDetails,
  pictureIdOf,
  type Venue,
} from '@tuvens/contract'
import { coverOf, type HiEvent, type Image } from '../upstream/event-answers.ts'
import type { HiSettings, Location } from '../upstream/answers.ts'
import { cut } from '../upstream/cut.ts'
import type { EventChange, EventSettings } from '../upstream/hi-events.ts'
import { normalText, paragraphs, textOfHtml } from './html-text.ts'
import { TIMES } from './times-field.ts'
import { isSamePlace, locationOf, venueOf } from './venue.ts'

/** An event of the ticket system with its settings. */
export type Upstream = { event: HiEvent; settings: HiSettings }

/** What was last written of a field, and what the ticket system then stored. */
export type WrittenField = { ours: Partial<EventDetails> | null; stored: Stored; isRefused?: boolean }

/** A value of the ticket system as it stands there. */
export type Stored = string | null | (string | null)[] | Venue

/** How one field is compared and written. */
export type Field = {
  /** Our value, as it stands in the Tuvens event. */
  ours: (details: EventDetails) => Partial<EventDetails>
  /** The ticket system's value in the same form: what the Tuvens event would have to say. */
  theirs: (upstream: Upstream) => Partial<EventDetails>
  /** The ticket system's value as it stands there: as long as it is this, nobody has changed it. */
  stored: (upstream: Upstream) => Stored
  /** Whether both say the same. */
  agrees: (details: EventDetails, upstream: Upstream, last: WrittenField | undefined) => boolean
  /** Why the ticket system cannot take our value; null when it can. */
  obstacle?: (details: EventDetails, upstream: Upstream) => Difference['reason'] | null
  /** What of our value stands there after a write, when that may be less than all of it; null when nothing of it is sure. */
  written?: (details: EventDetails, upstream: Upstream) => Partial<EventDetails> | null
  /** Whether what stands there is what our own unfinished write of several calls left. */
  isHalfWritten?: (details: EventDetails, upstream: Upstream, last: WrittenField) => boolean
  /** Whether the ticket system has no value that a first write could overwrite. */
  isFree?: (upstream: Upstream) => boolean
  /** Our value in a write of the event. Pictures and several dates have calls of their own. */
  event?: (details: EventDetails, upstream: Upstream) => Partial<EventChange>
  settings?: (details: EventDetails) => EventSettings
}

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
