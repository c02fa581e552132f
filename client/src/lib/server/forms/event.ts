import {
  EVENT_CATEGORIES,
  type ErrorDetail,
  MAX_IMAGE_ALT,
  type TuvensEvent,
  type UpdateEventRequest,
  type Venue,
} from '@tuvens/contract'
import type { FormErrors } from '$lib/forms/errors.ts'
import { EMPTY_EVENT, EVENT_FIELDS, type EventValues } from '$lib/forms/event.ts'
import { furtherDatesOf, furtherProblem, furtherValuesOf } from './further-dates.ts'
import { isEmail, lines, text } from './read.ts'
import { instantOf, whenProblems, whenValuesOf } from './when.ts'

/** The longest text of each field, as in the contract. */
const LENGTHS: Partial<Record<keyof EventValues, readonly [max: number, name: string]>> = {
  title: [150, 'title'],
  description: [20_000, 'description'],
  venue_name: [200, 'name of the place'],
  venue_address: [200, 'street and number'],
  venue_zip: [20, 'postal code'],
  venue_city: [120, 'town'],
  venue_region: [120, 'region'],
  image_url: [2048, 'picture'],
  image_alt: [MAX_IMAGE_ALT, 'words about the picture'],
  further_dates: [20_000, 'further dates'],
  contact_phone: [40, 'phone number'],
  contact_website: [2048, 'address of the website'],
  base: [100_000, 'form'],
}
const LONGEST = 20_000
/** What a person calls the other fields. */
const NAMES: Partial<Record<keyof EventValues, string>> = {
  account_id: 'organiser',
  category: 'kind of event',
  start: 'start',
  end: 'end',
  timezone: 'time zone',
  venue_country: 'country',
  currency: 'currency of the tickets',
  contact_email: 'e-mail address',
}

const OF_SEVERAL_LINES = new Set<keyof EventValues>(['description', 'further_dates', 'further_instants'])

/** The fields that a create and an update have in common. */
export type EventRequestFields = Omit<Required<UpdateEventRequest>, 'startDate'> & { startDate: string }

/** The form's values as typed. */
export function readEventForm(form: FormData): EventValues {
  const values = { ...EMPTY_EVENT }
  for (const name of EVENT_FIELDS) {
    const read = OF_SEVERAL_LINES.has(name) ? lines : text
    values[name] = read(form, name, LENGTHS[name]?.[0] ?? LONGEST)
  }
  return values
}

const COPIED = new Set([
  'account_id',
  'title',
  'category',
  'description',
  'timezone',
  'image_url',
  'image_alt',
  'currency',
])

/** The form's values for another event like this one: everything but when it takes place, and its tickets. */
export function copiedValuesOf(event: TuvensEvent): EventValues {
  const values = valuesOf(event, null)
  const isKept = ([name]: [string, string]) => COPIED.has(name) || /^(venue|contact)_/.test(name)
  return { ...EMPTY_EVENT, ...Object.fromEntries(Object.entries(values).filter(isKept)) }
}

/** The form's values for an existing event. */
export function valuesOf(event: TuvensEvent, etag: string | null): EventValues {
  const { venue, contactData } = event
  return {
    account_id: String(event.accountId),
    title: event.title,
    category: event.category,
    description: event.description,
    ...whenValuesOf(event),
    ...furtherValuesOf(event.furtherDates ?? [], event.timezone),
    venue_name: venue?.name ?? '',
    venue_address: venue?.address_line_1 ?? '',
    venue_zip: venue?.zip_postal_code ?? '',
    venue_city: venue?.city ?? '',
    venue_region: venue?.state_region ?? '',
    venue_country: venue?.country ?? '',
    image_url: event.imageUrl ?? '',
    image_alt: event.imageAlt ?? '',
    currency: event.currency,
    contact_email: contactData.email ?? '',
    contact_phone: contactData.phone ?? '',
    contact_website: contactData.website ?? '',
    etag: etag ?? '',
    base: '',
  }
}

/** The problems of a form, by field, in the order of the form. */
export function problemsOf(values: EventValues): FormErrors {
  return {
    ...(values.title === '' && { title: 'Give the event a title' }),
    ...datesProblems(values),
    ...venueProblems(values),
    ...checkUrl(values, 'image_url', 'Choose the picture again'),
    ...(values.contact_email !== '' &&
      !isEmail(values.contact_email) && { contact_email: 'Enter an e-mail address like name@example.com' }),
    ...checkUrl(values, 'contact_website', 'Enter the website’s address in full, beginning with https://'),
    ...lengthProblems(values),
  }
}

/** Converts the form to the fields of an API request. Only for a form without problems. */
export function fieldsOf(values: EventValues): EventRequestFields {
  return {
    title: values.title,
    description: values.description,
    startDate: instantOf(values, 'start')?.toISOString() ?? '',
    endDate: instantOf(values, 'end')?.toISOString() ?? null,
    furtherDates: furtherDatesOf(values),
    timezone: values.timezone,
    venue: venueOf(values),
    imageUrl: values.image_url === '' ? null : values.image_url,
    imageAlt: values.image_alt === '' ? null : values.image_alt,
    category: EVENT_CATEGORIES.find((each) => each === values.category) ?? 'OTHER',
    currency: values.currency,
    contactData: {
      ...(values.contact_email !== '' && { email: values.contact_email }),
      ...(values.contact_phone !== '' && { phone: values.contact_phone }),
      ...(values.contact_website !== '' && { website: values.contact_website }),
    },
  }
}

/** The API's name of a field → the form's name. */
const FORM_FIELD: Record<string, keyof EventValues> = {
  startDate: 'start',
  endDate: 'end',
  furtherDates: 'further_dates',
  imageUrl: 'image_url',
  imageAlt: 'image_alt',
  venue: 'venue_name',
  'venue.name': 'venue_name',
  'venue.address_line_1': 'venue_address',
  'venue.zip_postal_code': 'venue_zip',
  'venue.city': 'venue_city',
  'venue.state_region': 'venue_region',
  'venue.country': 'venue_country',
  'contactData.email': 'contact_email',
  'contactData.phone': 'contact_phone',
  'contactData.website': 'contact_website',
}

/** What the API refuses, at the form fields where a person can correct it. Its own messages are for programs. */
export function problemsOfApi(details: ErrorDetail[]): FormErrors {
  const fields = details.map(({ field }) => FORM_FIELD[field.split(/\.\d/, 1)[0] ?? field] ?? field)
  const known = EVENT_FIELDS.filter((field) => fields.includes(field))
  return Object.fromEntries(known.map((field) => [field, `Correct the ${nameOf(field)}`]))
}

/** What a person calls a field. */
export function nameOf(field: keyof EventValues): string {
  return LENGTHS[field]?.[1] ?? NAMES[field] ?? 'text'
}

/** In the order of the form. */
function datesProblems(values: EventValues): FormErrors {
  const { timezone, ...times } = whenProblems(values)
  if (timezone !== undefined) return { ...times, timezone }
  const further_dates = furtherProblem(values)
  return { ...times, ...(further_dates !== undefined && { further_dates }) }
}

function venueProblems(values: EventValues): FormErrors {
  const rest = [values.venue_address, values.venue_zip, values.venue_city, values.venue_region]
  const isNameless = values.venue_name === '' && rest.some((each) => each !== '')
  return {
    ...(isNameless && { venue_name: 'Give the place a name, or empty its address' }),
    ...(values.venue_country !== '' &&
      !/^[A-Z]{2}$/.test(values.venue_country) && { venue_country: 'Choose a country from the list' }),
  }
}

function checkUrl(values: EventValues, field: 'image_url' | 'contact_website', sentence: string): FormErrors {
  const value = values[field]
  const isValid = value === '' || (/^https?:\/\//.test(value) && URL.canParse(value))
  return isValid ? {} : { [field]: sentence }
}

function lengthProblems(values: EventValues): FormErrors {
  const problems: FormErrors = {}
  for (const field of EVENT_FIELDS) {
    const [max] = LENGTHS[field] ?? [LONGEST]
    if (values[field].length > max) problems[field] = `Shorten the ${nameOf(field)} to ${max} characters`
  }
  return problems
}

function venueOf(values: EventValues): Venue | null {
  if (values.venue_name === '') return null
  return {
    name: values.venue_name,
    ...(values.venue_address !== '' && { address_line_1: values.venue_address }),
    ...(values.venue_zip !== '' && { zip_postal_code: values.venue_zip }),
    ...(values.venue_city !== '' && { city: values.venue_city }),
    ...(values.venue_region !== '' && { state_region: values.venue_region }),
    ...(values.venue_country !== '' && { country: values.venue_country }),
  }
}
