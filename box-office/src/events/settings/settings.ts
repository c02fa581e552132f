import type { DeliveryContext } from '../../deliveries/context.ts'
import type { Principal } from '../../rest/principal.ts'
import { missing } from '../../refusal.ts'
import { Fields, isEmail } from '../../rest/fields.ts'
import { purifyHtml } from '../../rest/text.ts'
import { changeWithWebhooks } from '../../deliveries/announce.ts'
import { requireEvent } from '../read.ts'
import type { StoredSettings } from './settings-shape.ts'
import { type EventRow, updateEventSettings } from '../store.ts'

/** Changes the given settings and keeps the others. Sends no webhook, as Hi.Events. */
export async function editSettings(
  context: DeliveryContext,
  principal: Principal,
  { eventId, input }: { eventId: number; input: unknown },
): Promise<EventRow> {
  const { settings: stored, organizer_id } = await requireEvent(context, principal, eventId)
  const wanted = readSettings(input)
  // In Hi.Events the first edit of any setting turns these two from null into ''.
  const addresses = { website_url: stored['website_url'] ?? '', maps_url: stored['maps_url'] ?? '' }
  const settings = { ...addresses, ...wanted }
  // Waits for other changes of the organizer: one of this event may be sending webhooks and hold its row lock.
  const [event] = await changeWithWebhooks(context, organizer_id, (tx) =>
    updateEventSettings(tx, { id: eventId, settings }),
  )
  if (event === undefined) throw missing('Event', eventId)
  return event
}

type ReadSetting = (fields: Fields, name: string) => StoredSettings[string] | undefined

const line: ReadSetting = (fields, name) => fields.optionalText(name)
const text: ReadSetting = (fields, name) => fields.optionalText(name, { max: 10_000, kind: 'lines' })
const html: ReadSetting = (fields, name) => {
  const value = fields.optionalText(name, { max: 10_000, kind: 'lines' })
  return value === null ? null : purifyHtml(value)
}
const flag: ReadSetting = (fields, name) => fields.optionalBoolean(name) ?? undefined
const color: ReadSetting = (fields, name) => {
  const value = fields.optionalText(name)
  if (value !== null && !/^#[0-9a-f]{3,8}$/i.test(value))
    fields.refuse(name, `The ${name} field must be a colour.`)
  return value ?? undefined
}
const address: ReadSetting = (fields, name) => {
  const value = fields.optionalText(name, { max: 2000 })
  if (value !== null && !isWebAddress(value))
    fields.refuse(name, `The ${name.replaceAll('_', ' ')} field must be a valid URL.`)
  return value ?? ''
}
const email: ReadSetting = (fields, name) => {
  const value = fields.optionalText(name)
  if (value !== null && !isEmail(value))
    fields.refuse(name, 'The support email field must be a valid email address.')
  return value ?? undefined
}
const whole =
  (min: number, max: number): ReadSetting =>
  (fields, name) =>
    fields.optionalInteger(name, { min, max }) ?? undefined
const oneOf =
  (...choices: string[]): ReadSetting =>
  (fields, name) =>
    fields.optionalChoice(name, choices) ?? undefined
const providers: ReadSetting = (fields, name) =>
  fields.entries(name, 5).flatMap((each, index) => {
    if (each === 'OFFLINE' || each === 'STRIPE') return [each]
    fields.refuse(`${name}.${index}`, `The selected ${name}.${index} is invalid.`)
    return []
  })

const SETTINGS: Readonly<Record<string, ReadSetting>> = {
  pre_checkout_message: html,
  post_checkout_message: html,
  product_page_message: html,
  continue_button_text: (fields, name) => fields.optionalText(name, { max: 100 }) ?? undefined,
  required_attendee_details: flag,
  attendee_details_collection_method: oneOf('PER_TICKET', 'PER_ORDER'),
  email_footer_message: html,
  support_email: email,
  order_timeout_in_minutes: whole(1, 120),
  homepage_body_background_color: color,
  homepage_background_color: color,
  homepage_primary_color: color,
  homepage_primary_text_color: color,
  homepage_secondary_color: color,
  homepage_secondary_text_color: color,
  homepage_background_type: oneOf('COLOR', 'MIRROR_COVER_IMAGE'),
  website_url: address,
  maps_url: address,
  location_details: location,
  is_online_event: flag,
  online_event_connection_details: html,
  seo_title: line,
  seo_description: line,
  seo_keywords: line,
  allow_search_engine_indexing: flag,
  notify_organizer_of_new_orders: flag,
  price_display_mode: oneOf('INCLUSIVE', 'EXCLUSIVE'),
  hide_getting_started_page: flag,
  payment_providers: providers,
  offline_payment_instructions: html,
  allow_orders_awaiting_offline_payment_to_check_in: flag,
  enable_invoicing: flag,
  invoice_label: (fields, name) => fields.optionalText(name, { max: 50 }) ?? undefined,
  invoice_prefix: (fields, name) => fields.optionalText(name, { max: 10 }) ?? undefined,
  invoice_start_number: whole(1, 1_000_000),
  require_billing_address: flag,
  organization_name: (fields, name) => fields.optionalText(name) ?? undefined,
  organization_address: text,
  invoice_tax_details: text,
  invoice_notes: text,
  invoice_payment_terms_days: (fields, name) => fields.optionalInteger(name, { max: 1000 }),
  show_marketing_opt_in: flag,
  pass_platform_fee_to_buyer: flag,
  allow_attendee_self_edit: flag,
  waitlist_auto_process: flag,
  waitlist_offer_timeout_minutes: whole(1, 100_000),
}

/** Ignores unknown settings, and empty values of settings that cannot be empty. */
function readSettings(input: unknown): StoredSettings {
  const fields = new Fields(input)
  const settings: StoredSettings = {}
  for (const [name, read] of Object.entries(SETTINGS)) {
    if (!fields.has(name)) continue
    const value = read(fields, name)
    if (value !== undefined) settings[name] = value
  }
  fields.done()
  return settings
}

function location(fields: Fields, name: string): StoredSettings[string] {
  if (fields.raw(name) === null) return null
  const given = fields.nested(name)
  const needed = (part: string, label: string) =>
    given.text(part, { message: `The ${label} field is required` })
  const venue_name = given.optionalText('venue_name', { max: 100 })
  const address_line_1 = needed('address_line_1', 'address line 1')
  const city = needed('city', 'city')
  const zip_or_postal_code = needed('zip_or_postal_code', 'zip or postal code')
  const country = needed('country', 'country')
  if (country !== '' && !/^[A-Z]{2}$/.test(country))
    given.refuse('country', 'The country field must be 2 letters.')
  const address_line_2 = given.optionalText('address_line_2')
  const state_or_region = given.optionalText('state_or_region')
  return { city, country, venue_name, address_line_1, address_line_2, state_or_region, zip_or_postal_code }
}

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}
