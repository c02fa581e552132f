import type { OrganizerRow } from '../../organizers/store.ts'
import { isRecord } from '../../rest/fields.ts'
import type { Location } from '../../rest/place.ts'

type Json = string | number | boolean | null | { [key: string]: Json } | Json[]
/** The settings that were ever set; the others have their defaults. */
export type StoredSettings = { [key: string]: Json }

const DEFAULTS = {
  pre_checkout_message: null as string | null,
  post_checkout_message: null as string | null,
  product_page_message: null as string | null,
  continue_button_text: 'Continue',
  required_attendee_details: true,
  attendee_details_collection_method: 'PER_TICKET' as 'PER_TICKET' | 'PER_ORDER',
  email_footer_message: null as string | null,
  support_email: '',
  order_timeout_in_minutes: 15,
  homepage_body_background_color: '#f5f3ff',
  homepage_background_color: '#ffffff',
  homepage_primary_color: '#8b5cf6',
  homepage_primary_text_color: '#000000',
  homepage_secondary_color: '#8b5cf6',
  homepage_secondary_text_color: '#ffffff',
  homepage_background_type: 'COLOR',
  website_url: null as string | null,
  maps_url: null as string | null,
  location_details: null as Location | null,
  is_online_event: false,
  online_event_connection_details: null as string | null,
  seo_title: null as string | null,
  seo_description: null as string | null,
  seo_keywords: null as string | null,
  allow_search_engine_indexing: true,
  notify_organizer_of_new_orders: true,
  price_display_mode: 'INCLUSIVE' as 'INCLUSIVE' | 'EXCLUSIVE',
  hide_getting_started_page: false,
  ticket_design_settings: { accent_color: '#8b5cf6' },
  // There are no card payments: buyers pay at the door.
  payment_providers: ['OFFLINE'] as string[],
  offline_payment_instructions: null as string | null,
  allow_orders_awaiting_offline_payment_to_check_in: false,
  enable_invoicing: false,
  invoice_label: 'Invoice',
  invoice_prefix: 'INV-',
  invoice_start_number: 1,
  require_billing_address: false,
  organization_name: '',
  organization_address: null as string | null,
  invoice_tax_details: null as string | null,
  invoice_notes: null as string | null,
  invoice_payment_terms_days: null as number | null,
  show_marketing_opt_in: true,
  pass_platform_fee_to_buyer: false,
  homepage_theme_settings: {
    mode: 'light',
    accent: '#8b5cf6',
    background: '#f5f3ff',
    background_type: 'COLOR',
  },
  allow_attendee_self_edit: true,
  waitlist_auto_process: true,
  waitlist_offer_timeout_minutes: 120,
}
export type EventSettings = typeof DEFAULTS

/** All settings of an event, in the order of Hi.Events. Stored values were validated when they were written. */
export function settingsOf(
  { settings }: { settings: StoredSettings },
  organizer: Pick<OrganizerRow, 'email' | 'name'>,
): EventSettings {
  const known = Object.fromEntries(Object.entries(settings).filter(([key]) => key in DEFAULTS))
  return { ...DEFAULTS, support_email: organizer.email, organization_name: organizer.name, ...known }
}

const PRIVATE: ReadonlySet<string> = new Set([
  'post_checkout_message',
  'online_event_connection_details',
  'notify_organizer_of_new_orders',
  'hide_getting_started_page',
  'enable_invoicing',
  'invoice_prefix',
  'invoice_start_number',
  'organization_name',
  'organization_address',
  'invoice_tax_details',
  'invoice_notes',
  'invoice_payment_terms_days',
])

/** The public settings. After checkout they include the post-checkout message and the connection details. */
export function publicSettingsOf(settings: EventSettings, { afterCheckout = false } = {}) {
  const { pre_checkout_message, ...rest } = Object.fromEntries(
    Object.entries(settings).filter(([key]) => !PRIVATE.has(key)),
  )
  const { post_checkout_message, online_event_connection_details } = settings
  return {
    pre_checkout_message,
    ...(afterCheckout && { post_checkout_message, online_event_connection_details }),
    ...rest,
  }
}

/** "Paradiso, Weteringschans 6, Amsterdam". */
export function venueLine(location: Location | null): string | null {
  if (!isRecord(location)) return null
  return [location.venue_name, location.address_line_1, location.city]
    .filter((each) => typeof each === 'string' && each !== '')
    .join(', ')
}
