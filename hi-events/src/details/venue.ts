import type { Venue } from '@tuvens/contract'
import type { Location } from '../upstream/answers.ts'
import type { NewLocation } from '../upstream/hi-events.ts'

/** Our name of each part of an address, and the ticket system's. */
const PARTS = [
  ['name', 'venue_name', 200],
  ['address_line_1', 'address_line_1', 200],
  ['city', 'city', 120],
  ['state_region', 'state_or_region', 120],
  ['zip_postal_code', 'zip_or_postal_code', 20],
  ['country', 'country', 2],
] as const

/** The parts without which the ticket system refuses an address. */
export const NEEDED_PARTS = ['address_line_1', 'city', 'zip_postal_code', 'country'] as const

/** The address as the ticket system takes it; null when it is not complete. */
export function locationOf(venue: Venue): NewLocation | null {
  const { name, address_line_1, city, state_region, zip_postal_code, country } = venue
  if (!address_line_1 || !city || !zip_postal_code || !country) return null
  return {
    venue_name: name,
    address_line_1,
    city,
    ...(state_region && { state_or_region: state_region }),
    zip_or_postal_code: zip_postal_code,
    country,
  }
}

/** Whether the ticket system has every part that we know; it may have more. */
export function isSamePlace(venue: Venue, location: Location | null): boolean {
  return PARTS.every(
    ([ours, theirs]) => !venue[ours]?.trim() || venue[ours].trim() === location?.[theirs]?.trim(),
  )
}

/** The ticket system's address as a venue; null without a name and a line. */
export function venueOf(location: Location | null): Venue | null {
  const name = location?.venue_name?.trim() || location?.address_line_1?.trim()
  if (!name) return null
  const parts = PARTS.flatMap(([ours, theirs, maxLength]) => {
    const text = location?.[theirs]?.trim().slice(0, maxLength)
    return text && (ours !== 'country' || /^[A-Z]{2}$/.test(text)) ? [[ours, text]] : []
  })
  return { ...Object.fromEntries(parts), name }
}
