import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'
import { makeEvent, type Organiser, signUp } from '../../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let path: string
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  const { eventId } = await makeEvent(organiser, { status: 'DRAFT' })
  path = `/events/${eventId}/settings`
})
afterAll(() => office.close())

const ADDRESS = {
  address_line_1: 'Weteringschans 6',
  city: 'Amsterdam',
  zip_or_postal_code: '1017 SG',
  country: 'NL',
}
const STORED_ADDRESS = { ...ADDRESS, venue_name: null, address_line_2: null, state_or_region: null }
const PARADISO = { ...STORED_ADDRESS, venue_name: 'Paradiso' }
const UNSAFE = '<b>Hi</b><script>x()</script><img src=x onerror=y()>'
const SAFE = '<b>Hi</b><img src="x" />'

/** Values that are stored: the setting, what is sent and what is read back. */
const ACCEPTED: [setting: string, value: unknown, stored: unknown][] = [
  ...[
    'pre_checkout_message',
    'post_checkout_message',
    'product_page_message',
    'email_footer_message',
  ].flatMap((name): [string, unknown, unknown][] => [
    [name, UNSAFE, SAFE],
    [name, '', null],
  ]),
  ['online_event_connection_details', UNSAFE, SAFE],
  ['offline_payment_instructions', UNSAFE, SAFE],
  ['continue_button_text', 'Get in', 'Get in'],
  ['required_attendee_details', false, false],
  ['required_attendee_details', '1', true],
  ['attendee_details_collection_method', 'PER_ORDER', 'PER_ORDER'],
  ['attendee_details_collection_method', 'PER_TICKET', 'PER_TICKET'],
  ['support_email', 'ask@example.com', 'ask@example.com'],
  ['order_timeout_in_minutes', 1, 1],
  ['order_timeout_in_minutes', '120', 120],
  ['homepage_primary_color', '#abc', '#abc'],
  ['homepage_background_color', '#A1B2C3FF', '#A1B2C3FF'],
  ['homepage_background_type', 'MIRROR_COVER_IMAGE', 'MIRROR_COVER_IMAGE'],
  ['website_url', 'https://events.example/e/11?a=b#c', 'https://events.example/e/11?a=b#c'],
  ['website_url', 'http://localhost:3000', 'http://localhost:3000'],
  ['website_url', null, ''],
  ['maps_url', 'https://maps.example/@52.3,4.8', 'https://maps.example/@52.3,4.8'],
  ['location_details', ADDRESS, STORED_ADDRESS],
  ['location_details', { ...ADDRESS, venue_name: ' Paradiso ', floor: 3 }, PARADISO],
  ['location_details', null, null],
  ['is_online_event', 1, true],
  ['is_online_event', false, false],
  ['seo_title', 'Jazz', 'Jazz'],
  ['seo_description', null, null],
  ['seo_keywords', 'jazz, dusk', 'jazz, dusk'],
  ['allow_search_engine_indexing', false, false],
  ['notify_organizer_of_new_orders', false, false],
  ['price_display_mode', 'EXCLUSIVE', 'EXCLUSIVE'],
  ['hide_getting_started_page', true, true],
  ['payment_providers', ['OFFLINE', 'STRIPE'], ['OFFLINE', 'STRIPE']],
  ['payment_providers', ['OFFLINE'], ['OFFLINE']],
  ['allow_orders_awaiting_offline_payment_to_check_in', true, true],
  ['enable_invoicing', true, true],
  ['invoice_label', 'Bill', 'Bill'],
  ['invoice_prefix', 'B-', 'B-'],
  ['invoice_start_number', 1000, 1000],
  ['require_billing_address', true, true],
  ['organization_name', 'Blue Note', 'Blue Note'],
  ['organization_address', 'Dock 1', 'Dock 1'],
  ['invoice_tax_details', 'NL01', 'NL01'],
  ['invoice_notes', 'Thank you', 'Thank you'],
  ['invoice_payment_terms_days', 30, 30],
  ['invoice_payment_terms_days', null, null],
  ['show_marketing_opt_in', false, false],
  ['pass_platform_fee_to_buyer', true, true],
  ['allow_attendee_self_edit', false, false],
  ['waitlist_auto_process', false, false],
  ['waitlist_offer_timeout_minutes', 60, 60],
]

/** Settings that cannot be empty: an empty value leaves them as they are. */
const KEPT: [setting: string, value: unknown][] = [
  ['continue_button_text', ''],
  ['required_attendee_details', null],
  ['attendee_details_collection_method', ''],
  ['support_email', ''],
  ['order_timeout_in_minutes', null],
  ['homepage_primary_color', ''],
  ['price_display_mode', null],
  ['invoice_label', ''],
  ['invoice_prefix', null],
  ['invoice_start_number', ''],
  ['organization_name', ''],
  ['waitlist_offer_timeout_minutes', null],
]

const NUMBER = (label: string) => `The ${label} field must be a number.`
const REFUSED: [setting: string, value: unknown, field: string, message: string][] = [
  ['pre_checkout_message', 1, 'pre_checkout_message', 'The pre checkout message field must be a string.'],
  [
    'product_page_message',
    'x'.repeat(10_001),
    'product_page_message',
    'The product page message field must not be greater than 10000 characters.',
  ],
  [
    'continue_button_text',
    'x'.repeat(101),
    'continue_button_text',
    'The continue button text field must not be greater than 100 characters.',
  ],
  ['support_email', 'ask@', 'support_email', 'The support email field must be a valid email address.'],
  [
    'support_email',
    'a@b.example, c@d.example',
    'support_email',
    'The support email field must be a valid email address.',
  ],
  [
    'order_timeout_in_minutes',
    121,
    'order_timeout_in_minutes',
    'The order timeout in minutes field must not be greater than 120.',
  ],
  [
    'order_timeout_in_minutes',
    1.5,
    'order_timeout_in_minutes',
    'The order timeout in minutes field must be an integer.',
  ],
  ['order_timeout_in_minutes', [], 'order_timeout_in_minutes', NUMBER('order timeout in minutes')],
  [
    'homepage_primary_color',
    'red',
    'homepage_primary_color',
    'The homepage_primary_color field must be a colour.',
  ],
  [
    'homepage_primary_color',
    '#ff',
    'homepage_primary_color',
    'The homepage_primary_color field must be a colour.',
  ],
  [
    'homepage_background_color',
    '#fff;}',
    'homepage_background_color',
    'The homepage_background_color field must be a colour.',
  ],
  [
    'homepage_background_type',
    'VIDEO',
    'homepage_background_type',
    'The selected homepage background type is invalid.',
  ],
  ['website_url', 'events.example', 'website_url', 'The website url field must be a valid URL.'],
  ['website_url', 'ftp://events.example', 'website_url', 'The website url field must be a valid URL.'],
  ['website_url', 'data:text/html,x', 'website_url', 'The website url field must be a valid URL.'],
  ['maps_url', 'file:///etc/passwd', 'maps_url', 'The maps url field must be a valid URL.'],
  ['location_details', { ...ADDRESS, city: '' }, 'location_details.city', 'The city field is required'],
  [
    'location_details',
    { ...ADDRESS, zip_or_postal_code: null },
    'location_details.zip_or_postal_code',
    'The zip or postal code field is required',
  ],
  [
    'location_details',
    { ...ADDRESS, country: 'nl' },
    'location_details.country',
    'The country field must be 2 letters.',
  ],
  [
    'location_details',
    { ...ADDRESS, venue_name: 'x'.repeat(101) },
    'location_details.venue_name',
    'The venue name field must not be greater than 100 characters.',
  ],
  ['is_online_event', 'online', 'is_online_event', 'The is online event field must be true or false.'],
  ['price_display_mode', 'inclusive', 'price_display_mode', 'The selected price display mode is invalid.'],
  ['payment_providers', 'OFFLINE', 'payment_providers', 'The payment providers field must be an array.'],
  [
    'payment_providers',
    ['OFFLINE', 'IOU'],
    'payment_providers.1',
    'The selected payment_providers.1 is invalid.',
  ],
  [
    'payment_providers',
    Array(6).fill('OFFLINE'),
    'payment_providers',
    'The payment providers field must not have more than 5 items.',
  ],
  [
    'invoice_prefix',
    'x'.repeat(11),
    'invoice_prefix',
    'The invoice prefix field must not be greater than 10 characters.',
  ],
  ['invoice_start_number', 0, 'invoice_start_number', 'The invoice start number field must be at least 1.'],
  [
    'invoice_payment_terms_days',
    1001,
    'invoice_payment_terms_days',
    'The invoice payment terms days field must not be greater than 1000.',
  ],
  [
    'waitlist_offer_timeout_minutes',
    'soon',
    'waitlist_offer_timeout_minutes',
    NUMBER('waitlist offer timeout minutes'),
  ],
  ['seo_title', 'x'.repeat(256), 'seo_title', 'The seo title field must not be greater than 255 characters.'],
]

const patch = (body: object) => organiser.call('PATCH', path, body)
const read = async () => (await organiser.call('GET', path)).body.data

describe('a setting of an event', () => {
  it.each(ACCEPTED)(
    'stores %s sent as %j, and leaves the others as they are',
    async (setting, value, stored) => {
      await patch({ website_url: '', maps_url: '' })
      const { [setting]: _, ...others } = await read()
      expect((await patch({ [setting]: value })).status).toBe(200)
      const { [setting]: changed, ...rest } = await read()
      expect([changed, rest]).toEqual([stored, others])
    },
  )

  it.each(KEPT)('keeps %s when it is sent as %j', async (setting, value) => {
    const before = await read()
    expect((await patch({ [setting]: value })).status).toBe(200)
    expect(await read()).toEqual(before)
  })

  it.each(REFUSED)('refuses %s sent as %j', async (setting, value, field, message) => {
    const before = await read()
    const { status, body } = await patch({ [setting]: value, seo_keywords: 'not stored either' })
    expect([status, body]).toEqual([422, expect.objectContaining({ errors: { [field]: [message] } })])
    expect(await read()).toEqual(before)
  })

  it('can be written by PUT too, which changes only what it is given', async () => {
    await patch({ continue_button_text: 'Go', invoice_label: 'Bill' })
    await organiser.call('PUT', path, { invoice_label: 'Receipt' })
    expect(await read()).toMatchObject({ continue_button_text: 'Go', invoice_label: 'Receipt' })
  })

  it.each(['ticket_design_settings', 'homepage_theme_settings', '__proto__', 'constructor'])(
    '%s cannot be written',
    async (setting) => {
      const before = await read()
      await organiser.call('PATCH', path, `{"${setting}": {"accent_color": "#000000"}}`)
      expect(await read()).toEqual(before)
    },
  )

  it('takes support e-mail and name from the organizer until they are set', async () => {
    const { eventId } = await makeEvent(organiser)
    const { body } = await organiser.call('GET', `/events/${eventId}/settings`)
    expect(body.data).toMatchObject({
      support_email: organiser.email,
      organization_name: 'Blue Note Collective',
    })
  })
})
