import { momentValues } from '../../kit/form/moment.ts'
import { currentZone } from '@tuvens/platform/zones'
import type { FormReader } from '../../kit/form/form-reader.ts'
import { formOf, type FormState } from '../../kit/form/form-state.ts'
import { toHtml, toMarkup } from '../../kit/form/rich-text.ts'
import type { ManagedEvent } from '../frame/load-event.ts'

/** An event and its settings as fields of the settings page. */
export function settingsForm({ event, settings }: ManagedEvent): FormState {
  const place = settings.location_details
  return formOf({
    title: event.title,
    description: toMarkup(event.description),
    ...momentValues('start', event.start_date, event.timezone),
    ...momentValues('end', event.end_date, event.timezone),
    timezone: currentZone(event.timezone),
    category: event.category,
    where: settings.is_online_event ? 'online' : place === null ? 'unknown' : 'venue',
    venue_name: place?.venue_name,
    address_line_1: place?.address_line_1,
    zip_or_postal_code: place?.zip_or_postal_code,
    city: place?.city,
    country: place?.country,
    online_details: toMarkup(settings.online_event_connection_details),
    payment: toMarkup(settings.offline_payment_instructions),
    support_email: settings.support_email,
    website_url: settings.website_url,
    after_checkout: toMarkup(settings.post_checkout_message),
  })
}

/** The body of `PATCH /events/{id}/settings`; undefined when a field was refused. */
export function readSettingsForm(
  form: FormReader,
  { settings }: ManagedEvent,
): Record<string, unknown> | undefined {
  const where = form.choice('where', ['venue', 'online', 'unknown'], 'Say where it takes place')
  const wanted = {
    is_online_event: where === 'online',
    location_details: where === 'venue' ? readLocation(form, settings.location_details) : null,
    online_event_connection_details: readRichText(
      form,
      'online_details',
      settings.online_event_connection_details,
    ),
    offline_payment_instructions: readRichText(form, 'payment', settings.offline_payment_instructions),
    post_checkout_message: readRichText(form, 'after_checkout', settings.post_checkout_message),
    support_email: form.email('support_email', 'Write an address people can ask'),
    website_url: readAddress(form, 'website_url'),
  }
  return form.ok ? wanted : undefined
}

/** The HTML of a text field; an unchanged field keeps its HTML exactly. */
function readRichText(form: FormReader, name: string, current: string | null): string | null {
  const markup = form.text(name, { max: 4000, hasLines: true })
  return markup === toMarkup(current) ? current : toHtml(markup)
}

function readLocation(form: FormReader, current: ManagedEvent['settings']['location_details']) {
  // In the order of the form, which is the order of the error summary.
  return {
    venue_name: form.optional('venue_name', { max: 100 }),
    address_line_1: form.text('address_line_1', { required: 'Write the street and number' }),
    address_line_2: current?.address_line_2 ?? null,
    zip_or_postal_code: form.text('zip_or_postal_code', { max: 20, required: 'Write the postal code' }),
    city: form.text('city', { max: 100, required: 'Write the city' }),
    state_or_region: current?.state_or_region ?? null,
    country: readCountry(form),
  }
}

function readCountry(form: FormReader): string {
  const country = form.text('country', { required: 'Choose a country' })
  if (country !== '' && !/^[A-Z]{2}$/.test(country)) form.refuse('country', 'Choose a country from the list')
  return country
}

function readAddress(form: FormReader, name: string): string {
  const value = form.text(name, { max: 2000 })
  if (value !== '' && !(URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)))
    form.refuse(name, 'Write the address in full, like https://example.com/event')
  return value
}
