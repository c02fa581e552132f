import { Type, type Static } from 'typebox'
import { CreateEventRequest, TuvensEvent } from '../events.ts'
import { Email, Id, Nullable, STRICT, Text } from '../ids.ts'
import { CodeChallenge, GenerateSessionResponse } from '../sessions/sessions.ts'

/** How a platform calls an event of its own: unique in the account. */
export const ExternalId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._~:-]{0,99}$',
  description: "the platform's own id of an event",
})
/** The event in a path, by the platform's own id. */
export const ExternalEventParams = Type.Object({ external_id: ExternalId }, STRICT)

/** An event that a platform made, with the platform's own id. */
export const PlatformEvent = Type.Object({ external_id: ExternalId, ...TuvensEvent.properties })
/** An event as the platform reads it. */
export type PlatformEvent = Static<typeof PlatformEvent>

const { account_id: _, ...details } = CreateEventRequest.properties
/** Body of `putPlatformEvent`: all details. An optional field that is missing is empty afterwards; of `contactData`, what is missing stays. */
export const PutPlatformEventRequest = Type.Object(details, STRICT)
/** The details of a platform's event. */
export type PutPlatformEventRequest = Static<typeof PutPlatformEventRequest>

/** Query of `listPlatformEvents`. */
export const ListPlatformEventsQuery = Type.Object(
  {
    cursor: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  STRICT,
)
/** Which page of the events. */
export type ListPlatformEventsQuery = Static<typeof ListPlatformEventsQuery>

/** One page of the events that a platform made, in the order in which it made them. */
export const PlatformEventList = Type.Object({
  events: Type.Array(PlatformEvent),
  /** Pass as `cursor` for the next page; null on the last. */
  next_cursor: Nullable(Id),
})
/** One page of a platform's events. */
export type PlatformEventList = Static<typeof PlatformEventList>

/** A user of a platform. The e-mail is what the platform says, and proves nothing. */
const PlatformUser = Type.Object(
  {
    id: Type.String({ pattern: '^[\\x21-\\x7e]{1,200}$', description: "the platform's own id of its user" }),
    email: Email,
    name: Text(120, 1),
  },
  STRICT,
)

/** Roles that a key can give: `editor` with the scope `sessions:create`, `viewer` also with `sessions:view`. */
export const PLATFORM_ROLES = ['editor', 'viewer'] as const
/** One of {@link PLATFORM_ROLES}. */
export type PlatformRole = (typeof PLATFORM_ROLES)[number]

/**
 * Body of `createPlatformSession`. `code_challenge` is the one that the ticket origin gave the user's browser: only that
 * browser can use the session. Without `role` a member keeps theirs, and a new one gets the highest that the key can give.
 */
export const CreatePlatformSessionRequest = Type.Object(
  {
    user: PlatformUser,
    external_id: ExternalId,
    code_challenge: CodeChallenge,
    role: Type.Optional(Type.Enum([...PLATFORM_ROLES])),
  },
  STRICT,
)
/** For whom and for which event a session is wanted. */
export type CreatePlatformSessionRequest = Static<typeof CreatePlatformSessionRequest>

/** Response of `createPlatformSession`: the session, and where the browser of the user goes. */
export const PlatformSession = Type.Object({
  /** The user's id on Tuvens. */
  user_id: Id,
  ...GenerateSessionResponse.properties,
})
/** A session as the platform reads it. */
export type PlatformSession = Static<typeof PlatformSession>
