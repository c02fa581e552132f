import type { Difference, EventDetails, Venue } from '@tuvens/contract'
import type { HiSettings } from '../upstream/answers.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import type { EventChange, EventSettings } from '../upstream/hi-events.ts'

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
  /** Why our value is not written, whatever stands there; null when it may be. */
  obstacle?: (
    details: EventDetails,
    upstream: Upstream,
    last: WrittenField | undefined,
  ) => Difference['reason'] | null
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
