export type Location = {
  city: string
  country: string
  venue_name: string | null
  address_line_1: string
  address_line_2: string | null
  state_or_region: string | null
  zip_or_postal_code: string
}

const countries = new Intl.DisplayNames('en-GB', { type: 'region' })

/** The name of an ISO 3166 country code; other text is returned as it is. */
function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code
}

/** The lines of an address, from the venue to the country. */
export function placeParts(location: Location): string[] {
  const { venue_name, address_line_1, address_line_2, zip_or_postal_code, city, state_or_region, country } =
    location
  return [
    venue_name,
    address_line_1,
    address_line_2,
    `${zip_or_postal_code} ${city}`.trim(),
    state_or_region,
    countryName(country),
  ].filter((each): each is string => typeof each === 'string' && each !== '')
}

/** An address on one line. */
export function placeLine(location: Location | null, online: boolean): string | null {
  if (online) return 'Online'
  return location === null ? null : placeParts(location).join(', ')
}
