import type { Venue } from '@tuvens/contract'
import type { Text } from '@tuvens/messages'

/** "Paradiso, Amsterdam" */
export function shortPlace(venue: Venue | null, t: Text): string {
  if (venue === null) return t('events.placeToBeAnnounced')
  return [venue.name, venue.city].filter(Boolean).join(', ')
}

/** The lines of the address below a venue's name. */
export function addressLines(venue: Venue, locale: string): string[] {
  const town = [venue.zip_postal_code, venue.city].filter(Boolean).join(' ')
  const region = [town, venue.state_region].filter(Boolean).join(', ')
  return [venue.address_line_1, region, countryName(venue.country, locale)].filter(
    (line): line is string => line !== undefined && line !== '',
  )
}

const ADDRESS_PARTS = [
  ['address_line_1', 'street'],
  ['zip_postal_code', 'postalCode'],
  ['city', 'town'],
  ['country', 'country'],
] as const

type AddressPart = (typeof ADDRESS_PARTS)[number][1]

/** What a place lacks of the complete address without which the ticket system shows none. */
export function missingAddressParts(venue: Venue | null): AddressPart[] {
  if (venue === null) return []
  return ADDRESS_PARTS.filter(([part]) => !venue[part]?.trim()).map(([, name]) => name)
}

/** A map search that needs neither a script nor an API key. */
export function mapUrlOf(venue: Venue, locale: string): string {
  const query = [venue.name, ...addressLines(venue, locale)].join(', ')
  return `https://www.openstreetmap.org/search?query=${encodeURIComponent(query)}`
}

function countryName(country: string | undefined, locale: string): string | undefined {
  if (country === undefined) return undefined
  return new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(country)
}
