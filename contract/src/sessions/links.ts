import { Type, type Static } from 'typebox'
import { EventDetails, TicketingFields } from '../events.ts'
import { HttpUrl, Id, Instant, IntId, Nullable, STRICT } from '../ids.ts'
import { SessionToken } from './sessions.ts'

/** Links in one page of `listLinks`. */
export const MAX_LINKS_PER_PAGE = 100
/** Query of `listLinks`: of one account, or of all; `after` is the event id that the page before ended with. */
export const ListLinksQuery = Type.Object(
  { account_id: Type.Optional(IntId), after: Type.Optional(Id) },
  STRICT,
)
/** Which links to list. */
export type ListLinksQuery = Static<typeof ListLinksQuery>

/** An event that is linked to a Hi.Events event, with what the ticket origin has to carry there. */
export const ListedLink = Type.Object({
  event_id: Id,
  account_id: IntId,
  hi_events_event_id: IntId,
  revision: Type.Integer({ minimum: 1 }),
  details: EventDetails,
  /** The event_sent_at of the newest status report that was applied; null before the first one. */
  reported_at: Nullable(Instant),
})
/** One link as the ticket origin reads it. */
export type ListedLink = Static<typeof ListedLink>

/** An account that has links: its name, and the e-mail addresses of its members, with which its ticket login may have been made. */
export const LinkedAccount = Type.Object({
  account_id: IntId,
  organiser: Type.String(),
  emails: Type.Array(Type.String()),
})
/** The account of a link as the ticket origin reads it. */
export type LinkedAccount = Static<typeof LinkedAccount>

/** Response of `listLinks`: a page of links by event id, and the accounts they belong to. `next` is null on the last page. */
export const ListLinksResponse = Type.Object({
  accounts: Type.Array(LinkedAccount),
  links: Type.Array(ListedLink),
  next: Nullable(Id),
  /** Another one than before: the database was restored to an earlier time, or moved. Null before its first start. */
  incarnation: Nullable(Type.String()),
})
/** A page of links as the ticket origin reads it. */
export type ListLinksResponse = Static<typeof ListLinksResponse>

/** Body of `putLink`: the Hi.Events event and its three pages. */
export const PutLinkRequest = Type.Object(
  {
    session_token: SessionToken,
    hi_events_event_id: IntId,
    event_url: HttpUrl,
    widget_url: HttpUrl,
    manage_url: HttpUrl,
  },
  STRICT,
)
/** A link that fits its schema. */
export type PutLinkRequest = Static<typeof PutLinkRequest>

/** An event's ticketing fields after a change of its link. */
export const LinkResponse = Type.Object({ event_id: Id, ...TicketingFields.properties })
/** The ticketing fields as the ticket origin reads them. */
export type LinkResponse = Static<typeof LinkResponse>
