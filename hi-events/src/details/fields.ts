import { coverName, type DetailField, type EventDetails, pictureIdOf, type Venue } from '@tuvens/contract'
import { currentZone } from '@tuvens/platform/zones'
import { coverOf, type HiEvent, type Image } from '../upstream/event-answers.ts'
import type { HiSettings, Location } from '../upstream/answers.ts'
import { cut } from '../upstream/cut.ts'
import { hasSeveralDates } from '../upstream/dates.ts'
import type { EventChange, EventSettings } from '../upstream/hi-events.ts'
import { normalText, paragraphs, textOfHtml } from './html-text.ts'
import { endAfter } from './times.ts'
import { isSamePlace, locationOf, venueOf } from './venue.ts'

/** An event of the ticket system with its settings. */
export type Upstream = { event: HiEvent; settings: HiSettings }

/** A value of the ticket system as it stands there. */
export type Stored = string | null | (string | null)[] | Venue

/** How one field is compared and written. */
type Field = {
  /** Our value, as it stands in the Tuvens event. */
  ours: (details: EventDetails) => Partial<EventDetails>
  /** The ticket system's value in the same form: what the Tuvens event would have to say. */
  theirs: (upstream: Upstream) => Partial<EventDetails>
  /** The ticket system's value as it stands there: as long as it is this, nobody has changed it. */
  stored: (upstream: Upstream) => Stored
  /** Whether both say the same. */
  agrees: (details: EventDetails, upstream: Upstream) => boolean
  /** Whether the ticket system takes our value as far as it is known. */
  isComplete?: (details: EventDetails) => boolean
  /** Whether the ticket system has no value that a first write could overwrite. */
  isFree?: (upstream: Upstream) => boolean
  /** Our value in a write. A picture has a call of its own. */
  event?: (details: EventDetails) => Partial<EventChange>
  settings?: (details: EventDetails) => EventSettings
}

const MAX_TITLE = 150

const MINUTE_MS = 60_000

/**
 * An instant as both sides are compared by: to the minute, because forms of the ticket system have no seconds. An
 * unreadable date stays what it is.
 */
function instant(date: string | null): string | null {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? date : new Date(Math.floor(time / MINUTE_MS) * MINUTE_MS).toISOString()
}

const timesOf = (details: EventDetails) => [
  instant(details.startDate),
  instant(endAfter(details.startDate, details.endDate)),
  currentZone(details.timezone),
]
const storedTimes = ({ event }: Upstream) => [
  instant(event.start_date),
  instant(event.end_date),
  event.timezone,
]
const isEqual = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

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
  times: {
    ours: ({ startDate, endDate, timezone }) => ({ startDate, endDate, timezone }),
    theirs: ({ event }) => ({
      startDate: instant(event.start_date) ?? '',
      endDate: instant(event.end_date),
      timezone: event.timezone,
    }),
    stored: storedTimes,
    // An event of several dates has them in the ticket system: there is no one start to compare.
    agrees: (details, upstream) =>
      hasSeveralDates(upstream.event)
        ? currentZone(details.timezone) === upstream.event.timezone
        : isEqual(timesOf(details), storedTimes(upstream)),
    event: (details) => ({
      start_date: details.startDate,
      end_date: endAfter(details.startDate, details.endDate),
      timezone: currentZone(details.timezone),
    }),
  },
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
    isComplete: ({ venue }) => venue === null || locationOf(venue) !== null,
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
