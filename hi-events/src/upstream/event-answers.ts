import { IntId, Nullable } from '@tuvens/contract'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/schema'
import { flag, instant, maybeNumber, maybeText, text, title } from './parts.ts'

/** Other attributes are not validated: a value may be of any type. */
const Attribute = Type.Object({ name: text, value: Type.Unknown() })

/**
 * One date of an event, since the version of Hi.Events that has events of several dates. An event of a single date has one,
 * too; older versions have none.
 */
export const Occurrence = Type.Object({
  id: IntId,
  start_date: maybeText,
  end_date: maybeText,
  /** ACTIVE, SOLD_OUT or CANCELLED; what the public reads lacks the cancelled ones. */
  status: maybeText,
  label: maybeText,
  /** How many places there are; null without a limit. */
  capacity: maybeNumber,
  /** How many places are left; null without a limit. */
  available_capacity: maybeNumber,
  is_past: flag,
})
export type Occurrence = Static<typeof Occurrence>

/** What a recurring event has beside its dates. */
export const recurrence = {
  /** SINGLE or RECURRING. */
  type: maybeText,
  /** The first start that is still to come. */
  next_occurrence_start_date: maybeText,
  occurrences: Type.Optional(Nullable(Type.Array(Occurrence))),
}

/** A picture of an event. `type` is EVENT_COVER for the one that its pages show; `url` may be on another host. */
export const Image = Type.Object({ id: IntId, url: maybeText, file_name: maybeText, type: maybeText })
export type Image = Static<typeof Image>

/**
 * An event as its account sees it. Only used fields are validated: one unusual event must not make a list unreadable. Apart
 * from the id, any may be null: the answers to writes of some versions have no dates, and their lifecycle status is ENDED.
 */
export const HiEventAnswer = Type.Object({
  id: IntId,
  title: Type.Optional(Nullable(title)),
  status: maybeText,
  lifecycle_status: maybeText,
  start_date: maybeText,
  end_date: Type.Optional(Nullable(instant)),
  timezone: maybeText,
  currency: maybeText,
  slug: maybeText,
  category: maybeText,
  /** HTML. */
  description: maybeText,
  attributes: Type.Optional(Nullable(Type.Array(Attribute))),
  product_categories: Type.Optional(Type.Unknown()),
  /** Absent from the answers to some writes. */
  images: Type.Optional(Nullable(Type.Array(Image))),
  /** Whether it mails ticket holders of changes and cancellations by itself: the box office does. */
  tells_ticket_holders: flag,
  ...recurrence,
})

const Priced = Type.Object({ type: Type.String() })
const Categories = Type.Array(Type.Object({ products: Nullable(Type.Array(Priced)) }))

/** Whether an event has tickets that cost something; null when its answer does not say. */
export function hasPaidTickets({ product_categories: categories }: HiEvent): boolean | null {
  if (!Check(Categories, categories)) return null
  return categories.some(({ products }) => (products ?? []).some(({ type }) => type !== 'FREE'))
}

/** An event as its account sees it. */
export type HiEvent = ReturnType<typeof hiEventOf>

/** Null becomes what is shown in its place; without a time zone, times are in UTC. */
export function hiEventOf(answer: Static<typeof HiEventAnswer>) {
  return {
    ...answer,
    title: answer.title ?? '',
    status: answer.status ?? 'DRAFT',
    start_date: answer.start_date ?? null,
    end_date: answer.end_date ?? null,
    timezone: answer.timezone ?? 'UTC',
    currency: answer.currency ?? '',
    slug: answer.slug || 'event',
  }
}

/** The picture that the pages of an event show. */
export function coverOf({ images }: { images?: Image[] | null }): Image | null {
  return images?.find(({ type }) => type === 'EVENT_COVER') ?? null
}

/** A page of `GET /events`. */
export const EventPage = Type.Object({
  data: Nullable(Type.Array(HiEventAnswer)),
  meta: Type.Object({ current_page: Type.Integer(), last_page: Type.Integer() }),
})
