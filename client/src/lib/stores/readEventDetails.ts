import type { FurtherDate, Venue } from '@tuvens/contract'
import type { ShownDetails } from './newestDetails.ts'

type Fields<T> = Partial<Record<keyof T, unknown>>

/** Parses the details of an event as the API sends it; null for anything else. */
export function readEventDetails(value: unknown): ShownDetails | null {
  return isDetails(value) ? value : null
}

function isDetails(value: unknown): value is ShownDetails {
  if (!isObject(value)) return false
  const fields: Fields<ShownDetails> = value
  const { title, description, timezone, category, currency, updatedAt } = fields
  const { startDate, endDate, furtherDates, imageUrl, imageAlt, venue, contactData, detailsVersion } = fields
  return (
    [title, description, timezone, category, currency, updatedAt].every(isText) &&
    isInstant(startDate) &&
    (endDate === null || isInstant(endDate)) &&
    (furtherDates === undefined || isDates(furtherDates)) &&
    [imageUrl, imageAlt].every((each) => each === null || isText(each)) &&
    (venue === null || isVenue(venue)) &&
    isContactData(contactData) &&
    Number.isInteger(detailsVersion)
  )
}

function isDates(value: unknown): value is FurtherDate[] {
  return (
    Array.isArray(value) &&
    value.every((each: unknown) => {
      if (!isObject(each)) return false
      const { startDate, endDate }: Fields<FurtherDate> = each
      return isInstant(startDate) && (endDate === null || isInstant(endDate))
    })
  )
}

function isVenue(value: unknown): value is Venue {
  if (!isObject(value)) return false
  const { name }: Fields<Venue> = value
  return isText(name) && Object.values(value).every(isText)
}

function isContactData(value: unknown): boolean {
  if (!isObject(value)) return false
  const { email, phone, website }: Fields<ShownDetails['contactData']> = value
  return [email, phone, website].every((each) => each === undefined || isText(each))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isInstant(value: unknown): boolean {
  return isText(value) && !Number.isNaN(Date.parse(value))
}
