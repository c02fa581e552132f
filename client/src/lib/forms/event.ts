import type { RejectedForm } from './errors.ts'
import type { RepeatValues } from './repeat.ts'

/** The event form as typed: every field is a string, named as on the page. */
export type EventValues = {
  account_id: string
  title: string
  category: string
  description: string
  start: string
  /** Which one is meant of two equal times in the night in which clocks go back: `earlier`, `later` or empty. */
  start_which: string
  /** The instant that the form was made from; empty for a new event. */
  start_instant: string
  end: string
  end_which: string
  end_instant: string
  /** The dates after the first, one a line (`further-dates.ts`), and the instants that the form was made from. */
  further_dates: string
  further_instants: string
  timezone: string
  venue_name: string
  venue_address: string
  venue_zip: string
  venue_city: string
  venue_region: string
  venue_country: string
  /** The address of the picture, which the page shows; a file is chosen beside it. */
  image_url: string
  image_alt: string
  currency: string
  contact_email: string
  contact_phone: string
  contact_website: string
  /** The version the form was made from. The API refuses to save over a later change. */
  etag: string
  /** The values that the form was made from, as JSON: what a later change by somebody else is compared with. */
  base: string
}

/** What the form's page gets back: the values as they are now, with problems or with dates that a rule has added. */
export type RejectedEvent = RejectedForm<EventValues> & { repeat?: RepeatValues; added?: number }

export const EMPTY_EVENT: EventValues = {
  account_id: '',
  title: '',
  category: 'OTHER',
  description: '',
  start: '',
  start_which: '',
  start_instant: '',
  end: '',
  end_which: '',
  end_instant: '',
  further_dates: '',
  further_instants: '',
  timezone: 'Europe/Amsterdam',
  venue_name: '',
  venue_address: '',
  venue_zip: '',
  venue_city: '',
  venue_region: '',
  venue_country: '',
  image_url: '',
  image_alt: '',
  currency: 'EUR',
  contact_email: '',
  contact_phone: '',
  contact_website: '',
  etag: '',
  base: '',
}

/** The form's fields in their order. */
export const EVENT_FIELDS = [
  'account_id',
  'title',
  'category',
  'description',
  'start',
  'start_which',
  'start_instant',
  'end',
  'end_which',
  'end_instant',
  'further_dates',
  'further_instants',
  'timezone',
  'venue_name',
  'venue_address',
  'venue_zip',
  'venue_city',
  'venue_region',
  'venue_country',
  'image_url',
  'image_alt',
  'currency',
  'contact_email',
  'contact_phone',
  'contact_website',
  'etag',
  'base',
] as const satisfies readonly (keyof EventValues)[]
