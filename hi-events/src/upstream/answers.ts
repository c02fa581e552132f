import { IntId, Nullable } from '@tuvens/contract'
import { type Static, Type } from 'typebox'
import { instant, maybeNumber, maybeText, number, text } from './parts.ts'

/** Schemas of the responses of Hi.Events, as recorded: only the fields that are used. Other fields are ignored. */

/** An account of a login. */
export const HiAccount = Type.Object({ id: IntId, name: text })

/** `GET /users/me`: the user of a token. */
export const Me = Type.Object({
  id: IntId,
  email: text,
  full_name: maybeText,
  account_id: Nullable(IntId),
  role: maybeText,
})
export type Me = Static<typeof Me>

/** `POST /auth/login`; the one response without `data`. */
export const LoginAnswer = Type.Object({
  /** Null when the login has several accounts and none was named. */
  token: Nullable(text),
  accounts: Type.Optional(Nullable(Type.Array(HiAccount))),
})
export type LoginAnswer = { token: string | null; accounts: Static<typeof HiAccount>[] }

/** An organizer of an account. */
export const Organizer = Type.Object({ id: IntId, name: text, status: maybeText })

/** A webhook as it is listed: without its secret. */
export const Webhook = Type.Object({
  id: IntId,
  url: text,
  /** ENABLED or PAUSED. */
  status: text,
  event_types: Type.Optional(Nullable(Type.Array(text))),
  /** `YYYY-MM-DD HH:MM:SS` in UTC, without a zone. */
  last_triggered_at: maybeText,
  /** Status of the response to its last delivery; 0 when there was none. */
  last_response_code: Type.Optional(Nullable(Type.Integer())),
})
export type Webhook = Static<typeof Webhook>
/** Only this response contains the secret. */
export const NewWebhook = Type.Object({ ...Webhook.properties, secret: Type.String({ minLength: 1 }) })

const Location = Type.Object({
  venue_name: maybeText,
  address_line_1: maybeText,
  city: maybeText,
  state_or_region: maybeText,
  zip_or_postal_code: maybeText,
  country: maybeText,
})
export type Location = Static<typeof Location>

/** The settings of an event that are used. Without an address some versions send an empty list. */
export const HiSettings = Type.Object({
  location_details: Type.Optional(Nullable(Type.Union([Location, Type.Array(Type.Unknown())]))),
  /** STRIPE and OFFLINE; what it names need not be set up. */
  payment_providers: Type.Optional(Type.Unknown()),
})
export type HiSettings = Static<typeof HiSettings>

/** An order that holds its tickets for 15 minutes. */
export const PlacedOrder = Type.Object({
  short_id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
  session_identifier: Type.String({ pattern: '^[A-Za-z0-9_-]{1,128}$' }),
})

/** An order as its account sees it; what is of its buyer is not read. */
export const HiOrder = Type.Object({
  id: IntId,
  status: text,
  total_gross: maybeNumber,
  total_refunded: maybeNumber,
  currency: maybeText,
  created_at: instant,
  order_items: Type.Optional(Nullable(Type.Array(Type.Object({ quantity: number })))),
})
export type HiOrder = Static<typeof HiOrder>

export const OrderPage = Type.Object({
  data: Nullable(Type.Array(HiOrder)),
  meta: Type.Object({ current_page: number, last_page: number }),
})

/** How an order stands, as its buyer may read. */
export const PublicOrder = Type.Object({ status: text, is_expired: Type.Optional(Type.Boolean()) })

/** Whether a promo code works. */
export const PromoCode = Type.Object({ valid: Type.Boolean() })

/** A place on a waiting list; `position` counts from 1. */
export const PlaceInLine = Type.Object({ id: IntId, position: maybeNumber })

/** The body of a refusal. */
export const RefusalBody = Type.Object({
  message: Type.Optional(text),
  errors: Type.Optional(Type.Union([Type.Record(text, Type.Array(text)), Type.Array(Type.Unknown())])),
})
