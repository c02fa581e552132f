/** The event form as it is typed: every field a string, named as in the page. */
export type EventValues = {
  account_id: string
  title: string
  category: string
  description: string
  start: string
  end: string
  timezone: string
  venue_name: string
  venue_address: string
  venue_zip: string
  venue_city: string
  venue_region: string
  venue_country: string
  image_url: string
  currency: string
  contact_email: string
  contact_phone: string
  contact_website: string
  /** What the form was made from: a save over someone else's change is refused. */
  etag: string
}

export const EMPTY_EVENT: EventValues = {
  account_id: '',
  title: '',
  category: 'OTHER',
  description: '',
  start: '',
  end: '',
  timezone: 'Europe/Amsterdam',
  venue_name: '',
  venue_address: '',
  venue_zip: '',
  venue_city: '',
  venue_region: '',
  venue_country: '',
  image_url: '',
  currency: 'EUR',
  contact_email: '',
  contact_phone: '',
  contact_website: '',
  etag: '',
}
