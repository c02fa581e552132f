import { Type, type Static } from 'typebox'
import { TicketDates } from './dates.ts'
import { Email, HttpUrl, Id, Instant, IntId, Nullable, STRICT, Text, Timezone } from './ids.ts'
import { MAX_IMAGE_ALT } from './pictures.ts'
import { TicketPrices } from './prices.ts'
import { TicketingPhase, TicketingStatus } from './ticketing.ts'

/** Where an event takes place. `country` is ISO 3166-1 alpha-2. */
export const Venue = Type.Object(
  {
    name: Text(200, 1),
    address_line_1: Type.Optional(Text(200)),
    city: Type.Optional(Text(120)),
    state_region: Type.Optional(Text(120)),
    zip_postal_code: Type.Optional(Text(20)),
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  },
  STRICT,
)
/** A place that fits its schema. */
export type Venue = Static<typeof Venue>

/** Contact data that an organiser can enter; the three `hiEvents…` fields are the status webhook's (spec 2.5). */
export const ContactData = Type.Object({
  hiEventsEventId: Type.Optional(Type.Integer()),
  hiEventsStatus: Type.Optional(Type.String()),
  hiEventsLastUpdated: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  website: Type.Optional(Type.String()),
})
/** Contact data with what the status webhook stored. */
export type ContactData = Static<typeof ContactData>

/** How the ticketing of an event stands (spec 2.6); the same fields wherever an event is sent. */
export const TicketingFields = Type.Object({
  ticketing_enabled: Type.Boolean(),
  ticketing_status: TicketingStatus,
  ticketing_phase: TicketingPhase,
  /** Number of the event's latest change, of its ticketing or its details; rises by one with each. */
  ticketing_version: Type.Integer(),
  hi_events_event_id: Nullable(Type.Integer()),
  hi_events_event_url: Nullable(Type.String()),
  widget_url: Nullable(Type.String()),
  /** Where the ticket system has several dates: these are the event's. Absent otherwise, and before tickets were on sale. */
  ticketing_dates: Type.Optional(TicketDates),
  /** Absent while nothing can be bought, and where prices are not known, as of an event of several dates. */
  ticketing_prices: Type.Optional(TicketPrices),
})
/** The ticketing fields of one event. */
export type TicketingFields = Static<typeof TicketingFields>

/** Most dates that an event has after its first. */
export const MAX_FURTHER_DATES = 99

/** A date of an event after its first: the same event at the same place at another time. */
export const FurtherDate = Type.Object({ startDate: Instant, endDate: Nullable(Instant) }, STRICT)
/** A date of an event after its first. */
export type FurtherDate = Static<typeof FurtherDate>

const FurtherDates = Type.Array(FurtherDate, { maxItems: MAX_FURTHER_DATES })

/** What an organiser decides about an event and the ticket system shows, too. The Tuvens event is its home. */
export const EventDetails = Type.Object({
  title: Type.String(),
  description: Type.String(),
  startDate: Type.String(),
  endDate: Nullable(Type.String()),
  /** Of an event of several dates: those after the first, each later than the one before. Absent otherwise. */
  furtherDates: Type.Optional(FurtherDates),
  timezone: Type.String(),
  venue: Nullable(Venue),
  imageUrl: Nullable(Type.String()),
  category: Type.String(),
  currency: Type.String(),
})
/** The details of one event. */
export type EventDetails = Static<typeof EventDetails>

/** An event with the extended and the legacy ticketing fields (spec 2.6). */
export const TuvensEvent = Type.Object({
  id: Id,
  ...EventDetails.properties,
  /** Another one after each edit of what an organiser decides; the newest is on the stream. */
  detailsVersion: Type.Integer(),
  /** What the picture shows, for people who do not see it. */
  imageAlt: Nullable(Type.String()),
  accountId: IntId,
  accountName: Type.String(),
  updatedAt: Type.String(),
  /** Set only while there is ticketing. */
  hasTicketing: Type.Optional(Type.Boolean()),
  hiEventsEventId: Type.Optional(Type.Integer()),
  ...TicketingFields.properties,
  contactData: ContactData,
})
/** An event as every reader gets it. */
export type TuvensEvent = Static<typeof TuvensEvent>

/** Hi.Events' own list, so that a category survives the way there. */
export const EVENT_CATEGORIES = [
  'SOCIAL',
  'FOOD_DRINK',
  'CHARITY',
  'MUSIC',
  'ART',
  'COMEDY',
  'THEATER',
  'BUSINESS',
  'TECH',
  'EDUCATION',
  'WORKSHOP',
  'SPORTS',
  'FESTIVAL',
  'NIGHTLIFE',
  'OTHER',
] as const

const WritableEvent = {
  title: Text(150, 1),
  description: Type.Optional(Text(20_000)),
  startDate: Instant,
  endDate: Type.Optional(Nullable(Instant)),
  /** The dates after the first, each later than the one before. */
  furtherDates: Type.Optional(FurtherDates),
  timezone: Timezone,
  venue: Type.Optional(Nullable(Venue)),
  /** The `url` of an uploaded picture, or the address of a picture elsewhere, which is shown and not carried. */
  imageUrl: Type.Optional(Nullable(HttpUrl)),
  imageAlt: Type.Optional(Nullable(Text(MAX_IMAGE_ALT))),
  category: Type.Optional(Type.Enum([...EVENT_CATEGORIES])),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  contactData: Type.Optional(
    Type.Object(
      {
        email: Type.Optional(Email),
        phone: Type.Optional(Text(40)),
        website: Type.Optional(HttpUrl),
      },
      STRICT,
    ),
  ),
}

/** Body of `createEvent`. Without `account_id` the event belongs to the default account of the user. */
export const CreateEventRequest = Type.Object(
  { account_id: Type.Optional(Nullable(IntId)), ...WritableEvent },
  STRICT,
)
/** A new event that fits its schema. */
export type CreateEventRequest = Static<typeof CreateEventRequest>

/** Only the fields present are changed. `If-Match` with the event's `ETag` refuses a write over someone else's. */
export const UpdateEventRequest = Type.Partial(Type.Object(WritableEvent), { ...STRICT, minProperties: 1 })
/** The fields of an event to change. */
export type UpdateEventRequest = Static<typeof UpdateEventRequest>

/** What tickets cost that can be bought now: `free`, some cost nothing; `paid`, all cost something. */
export const PriceFilter = Type.Enum(['free', 'paid'])
/** A choice by price. */
export type PriceFilter = Static<typeof PriceFilter>

/** Query of `listEvents`. All that is given must hold. */
export const ListEventsQuery = Type.Object(
  {
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 24 })),
    /** `upcoming` (default): soonest first, over ones left out. `past`: latest first. */
    when: Type.Optional(Type.Enum(['upcoming', 'past', 'all'])),
    account_id: Type.Optional(IntId),
    /** Beginnings of words of the title, the place or the category, without regard to case and accents. */
    q: Type.Optional(Text(100)),
    /** The city of the venue, without regard to case and accents. */
    city: Type.Optional(Text(120)),
    category: Type.Optional(Type.Enum([...EVENT_CATEGORIES])),
    /** Only events whose prices are known: those on sale. */
    price: Type.Optional(PriceFilter),
    /** Events with a date that ends then or later, and begins before `to`. */
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
  },
  STRICT,
)
/** A query with its numbers parsed. */
export type ListEventsQuery = Static<typeof ListEventsQuery>

/** One page of events. */
export const EventList = Type.Object({
  events: Type.Array(TuvensEvent),
  /** Pass as `cursor` for the next page; null on the last. */
  next_cursor: Nullable(Type.String()),
})
/** One page of events as the event site reads it. */
export type EventList = Static<typeof EventList>

/** A city and how many of the next events take place there. */
export const City = Type.Object({ name: Type.String(), events: Type.Integer() })
/** A city of the next events. */
export type City = Static<typeof City>

/** The cities of the next events, those with most of them first. */
export const CityList = Type.Object({ cities: Type.Array(City) })
/** Cities in which to look for events. */
export type CityList = Static<typeof CityList>

/** Query of `eventIndex`. Without a page, only their number is told. */
export const EventIndexQuery = Type.Object(
  { page: Type.Optional(Type.Integer({ minimum: 1, maximum: 999_999 })) },
  STRICT,
)
/** Which page of the index. */
export type EventIndexQuery = Static<typeof EventIndexQuery>

/** All events, in pages that do not move when events are added: for sitemaps. */
export const EventIndex = Type.Object({
  pages: Type.Integer(),
  events: Type.Array(Type.Object({ id: Id, accountId: IntId, updatedAt: Type.String() })),
})
/** A page of the index. */
export type EventIndex = Static<typeof EventIndex>

/** What a reader sees of the account that organises events. */
export const PublicOrganiser = Type.Object({ account_id: IntId, name: Type.String() })
/** An organiser as every reader sees it. */
export type PublicOrganiser = Static<typeof PublicOrganiser>

/** Other events to come, the closest relation first. */
export const RelatedEvents = Type.Object({ events: Type.Array(TuvensEvent) })
/** Events of the same organiser, place or category. */
export type RelatedEvents = Static<typeof RelatedEvents>
