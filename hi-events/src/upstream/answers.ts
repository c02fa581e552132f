import { IntId, Nullable } from '@tuvens/contract'
import { type Static, type TSchema, Type } from 'typebox'

/** Schemas of the responses of Hi.Events, as recorded: only the fields that are used. Other fields are ignored. */

const text = Type.String()
const maybeText = Type.Optional(Nullable(text))
const flag = Type.Optional(Nullable(Type.Boolean()))
/** Hi.Events allows 150 characters; the API accepts up to 1000. */
const title = Type.String({ maxLength: 1000 })
/** An instant of any format a Date takes. */
const instant = Type.Refine(
  text,
  (value) => !Number.isNaN(Date.parse(value)),
  () => 'must be a date',
)
const timezone = Type.Refine(text, isTimezone, () => 'must be a time zone')

/** Most responses wrap their content in `data`. */
export function Data<T extends TSchema>(schema: T) {
  return Type.Object({ data: schema })
}

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
  accounts: Type.Array(HiAccount),
})
export type LoginAnswer = Static<typeof LoginAnswer>

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

/** Other attributes are not validated: a value may be of any type. */
const Attribute = Type.Object({ name: text, value: Type.Unknown() })

/** An event as its account sees it. Only used fields are validated: one unusual event must not make a list unreadable. */
export const HiEvent = Type.Object({
  id: IntId,
  title,
  status: text,
  lifecycle_status: text,
  start_date: text,
  end_date: Nullable(instant),
  timezone: text,
  currency: text,
  slug: text,
  category: maybeText,
  /** HTML. */
  description: maybeText,
  attributes: Type.Optional(Nullable(Type.Array(Attribute))),
})
export type HiEvent = Static<typeof HiEvent>

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
})
export type HiSettings = Static<typeof HiSettings>

/** A page of `GET /events`. */
export const EventPage = Type.Object({
  data: Type.Array(HiEvent),
  meta: Type.Object({ current_page: Type.Integer(), last_page: Type.Integer() }),
})

const number = Type.Number()
const maybeNumber = Type.Optional(Nullable(number))

const availability = {
  sale_start_date: maybeText,
  sale_end_date: maybeText,
  is_before_sale_start_date: flag,
  is_after_sale_end_date: flag,
  is_available: flag,
  is_sold_out: flag,
}

/** A price of a product; one of several when it is TIERED. */
export const Price = Type.Object({
  id: IntId,
  label: maybeText,
  price: number,
  price_including_taxes_and_fees: maybeNumber,
  price_before_discount: maybeNumber,
  tax_total: maybeNumber,
  fee_total: maybeNumber,
  is_discounted: flag,
  ...availability,
})
export type Price = Static<typeof Price>

const Tax = Type.Object({
  name: text,
  calculation_type: maybeText,
  rate: maybeNumber,
  type: maybeText,
})

/** Something for sale: a ticket or merchandise. */
export const Product = Type.Object({
  id: IntId,
  title: text,
  type: text,
  product_type: text,
  description: maybeText,
  min_per_order: maybeNumber,
  max_per_order: maybeNumber,
  quantity_available: maybeNumber,
  prices: Type.Array(Price),
  taxes: Type.Optional(Nullable(Type.Array(Tax))),
  ...availability,
  is_highlighted: flag,
  highlight_message: maybeText,
  waitlist_enabled: flag,
})
export type Product = Static<typeof Product>

/** A category with its products. */
export const ProductCategory = Type.Object({
  id: IntId,
  name: text,
  description: maybeText,
  is_hidden: flag,
  no_products_message: maybeText,
  products: Type.Array(Product),
})
export type ProductCategory = Static<typeof ProductCategory>

/** An event as attendees see it. */
export const PublicEvent = Type.Object({
  id: IntId,
  title,
  status: text,
  lifecycle_status: text,
  start_date: instant,
  end_date: Nullable(instant),
  timezone,
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  slug: text,
  product_categories: Type.Array(ProductCategory),
  settings: Type.Optional(
    Nullable(
      Type.Object({
        product_page_message: maybeText,
        price_display_mode: maybeText,
      }),
    ),
  ),
})
export type PublicEvent = Static<typeof PublicEvent>

/** An order that holds its tickets for 15 minutes. */
export const PlacedOrder = Type.Object({
  short_id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
  session_identifier: Type.String({ pattern: '^[A-Za-z0-9_-]{1,128}$' }),
})

/** Whether a promo code works. */
export const PromoCode = Type.Object({ valid: Type.Boolean() })

/** A place on a waiting list; `position` counts from 1. */
export const PlaceInLine = Type.Object({ id: IntId, position: maybeNumber })

/** The body of a refusal. */
export const RefusalBody = Type.Object({
  message: Type.Optional(text),
  errors: Type.Optional(Type.Union([Type.Record(text, Type.Array(text)), Type.Array(Type.Unknown())])),
})

const zones = new Map<string, boolean>()
const MAX_ZONES = 1_000

/** Whether `Intl` supports a zone. The check is slow, so results are cached. */
function isTimezone(zone: string): boolean {
  const known = zones.get(zone)
  if (known !== undefined) return known
  if (zones.size >= MAX_ZONES) zones.clear()
  const isSupported = canFormat(zone)
  zones.set(zone, isSupported)
  return isSupported
}

function canFormat(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}
