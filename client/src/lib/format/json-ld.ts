import type { TicketPrices, TuvensEvent } from '@tuvens/contract'

/** The availability of tickets in schema.org's vocabulary; absent while none are offered. */
const AVAILABILITY: Partial<Record<TuvensEvent['ticketing_phase'], string>> = {
  on_sale: 'InStock',
  low: 'LimitedAvailability',
  held: 'OutOfStock',
  waiting_list: 'SoldOut',
  sold_out: 'SoldOut',
  paused: 'OutOfStock',
  sales_over: 'OutOfStock',
}

type DescribedEvent = Omit<TuvensEvent, 'ticketing_prices'> & { ticketing_prices?: TicketPrices | null }

/**
 * An event as schema.org JSON for search engines, safe inside a `<script>` element.
 *
 * @param page its address, and that of the picture by which it is shared; both are absolute
 */
export function eventJsonLd(event: DescribedEvent, { url, share }: { url: string; share: string }): string {
  const availability = AVAILABILITY[event.ticketing_phase]
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: event.title,
    description: event.description,
    startDate: event.startDate,
    ...(event.endDate !== null && { endDate: event.endDate }),
    eventStatus: `https://schema.org/${event.ticketing_phase === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
    url,
    // The picture alone first, where there is one; the other has the words in it.
    image: [...(event.imageUrl === null ? [] : [event.imageUrl]), share],
    ...(event.venue !== null && {
      eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
      location: placeOf(event.venue),
    }),
    ...(availability !== undefined && {
      offers: {
        ...offerOf(event),
        url,
        availability: `https://schema.org/${availability}`,
      },
    }),
    organizer: { '@type': 'Organization', name: event.accountName },
  }
  return JSON.stringify(data).replaceAll('<', '\\u003c')
}

function offerOf({ ticketing_prices: prices, currency: otherwise }: DescribedEvent) {
  if (!prices) return { '@type': 'Offer', priceCurrency: otherwise }
  const { currency, least, most } = prices
  if (least === most) return { '@type': 'Offer', price: least, priceCurrency: currency }
  const range = { lowPrice: least, ...(most !== null && { highPrice: most }) }
  return { '@type': 'AggregateOffer', ...range, priceCurrency: currency }
}

function placeOf(venue: NonNullable<TuvensEvent['venue']>) {
  return {
    '@type': 'Place',
    name: venue.name,
    address: {
      '@type': 'PostalAddress',
      streetAddress: venue.address_line_1,
      postalCode: venue.zip_postal_code,
      addressLocality: venue.city,
      addressRegion: venue.state_region,
      addressCountry: venue.country,
    },
  }
}
