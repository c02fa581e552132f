import { Type, type Static } from 'typebox'
import { EventDetails } from './events.ts'
import { Id, STRICT } from './ids.ts'

/** The parts of an event's details that are compared and carried each as a whole. */
export const DETAIL_FIELDS = [
  'title',
  'description',
  'times',
  'category',
  'currency',
  'venue',
  'picture',
] as const
const DetailField = Type.Enum([...DETAIL_FIELDS])
/** One part of an event's details. */
export type DetailField = Static<typeof DetailField>

/**
 * Body of `putDetails`: the details of a linked event, to be carried to the ticket system. A lower revision than one that
 * arrived before is ignored.
 */
export const PutDetailsRequest = Type.Object(
  { revision: Type.Integer({ minimum: 1 }), details: EventDetails },
  STRICT,
)
/** Details on their way to the ticket system. */
export type PutDetailsRequest = Static<typeof PutDetailsRequest>

/** A field with its reason, where the ticket system does not show what the Tuvens event says. */
export const DIFFERENCE_REASONS = ['changed', 'refused', 'incomplete', 'single_date'] as const

/**
 * `changed`: somebody changed the field on the ticket system, so it is not overwritten before an organiser chooses.
 * `refused`: the ticket system does not take our value. `incomplete`: it takes only a complete address.
 * `single_date`: it has no events of several dates, so it sells tickets for the first one only.
 */
export const Difference = Type.Object({
  field: DetailField,
  reason: Type.Enum([...DIFFERENCE_REASONS]),
  /** What the Tuvens event says: the details that the field consists of. */
  ours: Type.Partial(EventDetails),
  /** What the ticket system says, in the same form. Text of the ticket system: to be shown as text only. */
  theirs: Type.Partial(EventDetails),
  /** Names the value of the ticket system that this difference was seen with. */
  seen: Type.String({ maxLength: 64 }),
})
/** One field that differs. */
export type Difference = Static<typeof Difference>

/** Response of `eventDifferences` and `linkDifferences`. */
export const Differences = Type.Object({ event_id: Id, differences: Type.Array(Difference) })
/** All fields of an event that differ. */
export type Differences = Static<typeof Differences>

/**
 * Response of `accountDifferences`: the events of an account that the ticket origin follows, with the number of fields that
 * differed when they were last compared. A linked event that is missing has lost its link there: nobody follows it.
 */
export const EventsWithDifferences = Type.Object({
  events: Type.Array(Type.Object({ event_id: Id, count: Type.Integer({ minimum: 0 }) })),
})
/** Followed events, and in how many fields their tickets say something else. */
export type EventsWithDifferences = Static<typeof EventsWithDifferences>

/**
 * Body of `settleDifference`. `tuvens` writes our value over the one that was seen; `ticket_system` changes the Tuvens
 * event. When the ticket system has another value by now than `seen`, nothing is written, and the difference remains.
 */
export const SettleDifferenceRequest = Type.Object(
  {
    field: DetailField,
    use: Type.Enum(['tuvens', 'ticket_system']),
    seen: Type.String({ maxLength: 64 }),
  },
  STRICT,
)
/** An organiser's choice between two values. */
export type SettleDifferenceRequest = Static<typeof SettleDifferenceRequest>

/** Query of `linkCover` and `eventCover`: the value that the difference was seen with. */
export const CoverQuery = Type.Object({ seen: Type.String({ maxLength: 64 }) }, STRICT)

/** Body of `overwriteField` on the ticket origin: the organiser has chosen our value over the one that was seen. */
export const OverwriteFieldRequest = Type.Object(
  { field: DetailField, seen: Type.String({ maxLength: 64 }) },
  STRICT,
)
