import { Type, type Static } from 'typebox'
import { Id, IntId, Nullable, STRICT, Text } from '../ids.ts'
import { CodeChallenge, SessionToken } from './sessions.ts'

/** `event_data` of the older landing flow: hostile input that only prefills (spec 2.4). */
export const LandingEventData = Type.Object(
  {
    title: Text(150, 1),
    description: Type.Optional(Text(20_000)),
    start_date: Type.String({ minLength: 10, maxLength: 40 }),
    end_date: Type.Optional(Type.String({ minLength: 10, maxLength: 40 })),
    timezone: Type.Optional(Type.String({ maxLength: 64 })),
    location_details: Type.Optional(
      Type.Object({
        venue_name: Type.Optional(Text(200)),
        address_line_1: Type.Optional(Text(200)),
        city: Type.Optional(Text(120)),
        state_region: Type.Optional(Text(120)),
        zip_postal_code: Type.Optional(Text(20)),
        country: Type.Optional(Type.String({ maxLength: 2 })),
      }),
    ),
    settings: Type.Optional(Type.Object({}, { maxProperties: 20 })),
  },
  { additionalProperties: true },
)
/** Event data of the older flow that fits its schema. */
export type LandingEventData = Static<typeof LandingEventData>

/** What the landing page posts to its own origin. */
export const LandingValidateRequest = Type.Object(
  {
    session_token: Type.Optional(SessionToken),
    /** The older flow's name for `session_token`. */
    code: Type.Optional(SessionToken),
    /** Of a session that is bound to a browser: says which of its code verifiers fits. */
    code_challenge: Type.Optional(CodeChallenge),
    return_url: Type.Optional(Type.String({ maxLength: 2048 })),
    callback_url: Type.Optional(Type.String({ maxLength: 2048 })),
    app_id: Type.Optional(Type.String({ maxLength: 64 })),
    account_id: Type.Optional(Type.String({ maxLength: 20 })),
    event_id: Type.Optional(Type.String({ maxLength: 20 })),
    tuvens_event_id: Type.Optional(Type.String({ maxLength: 20 })),
    timestamp: Type.Optional(Type.String({ maxLength: 40 })),
    action: Type.Optional(Type.String({ maxLength: 40 })),
    source: Type.Optional(Type.String({ maxLength: 64 })),
    event_data: Type.Optional(Type.String({ maxLength: 32_768 })),
  },
  STRICT,
)
/** What the landing received, of either flow. */
export type LandingValidateRequest = Static<typeof LandingValidateRequest>

/** Response of the landing: where the organiser goes next. */
export const LandingValidateResponse = Type.Object({
  valid: Type.Literal(true),
  /** A path on the ticket origin, or the URL of a page where the organiser has to choose something. */
  next: Type.String(),
  /** Where to come back to, with the display-only parameters of spec 2.4; null when none was given or allowed. */
  return_url: Nullable(Type.String()),
})
/** The next step as the landing page reads it. */
export type LandingValidateResponse = Static<typeof LandingValidateResponse>

/** Response of `landingStatus`; the other fields are null when `valid` is false. */
export const LandingStatusResponse = Type.Object({
  valid: Type.Boolean(),
  user: Nullable(Type.Object({ id: Id, name: Type.String(), account_id: IntId })),
  expires_at: Nullable(Type.String()),
})
/** The state of a landing session. */
export type LandingStatusResponse = Static<typeof LandingStatusResponse>
