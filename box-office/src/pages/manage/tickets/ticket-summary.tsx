import type { JSX } from 'preact'
import type { Product } from '../../../catalogue/read.ts'
import { plural, price } from '../../../rest/words.ts'

export function TicketSummary({
  tickets,
  currency,
}: {
  tickets: readonly Product[]
  currency: string
}): JSX.Element {
  return (
    <ul class="ticket-summary">
      {tickets.map((ticket) => (
        <li key={ticket.id} class="row row--between">
          <strong>
            <bdi>{ticket.title}</bdi>
          </strong>
          <span class="muted num">
            {priceRange(ticket, currency)} · {limitOf(ticket)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** "Free", "€12.50", "€10.00 to €25.00", "Donation from €5.00". */
export function priceRange({ type, prices }: Pick<Product, 'type' | 'prices'>, currency: string): string {
  const amounts = prices.map((each) => each.price)
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)]
  if (type === 'FREE' || amounts.length === 0) return 'Free'
  if (type === 'DONATION') return low === 0 ? 'Pay what you like' : `Donation from ${price(low, currency)}`
  return low === high ? price(low, currency) : `${price(low, currency)} to ${price(high, currency)}`
}

/** All places of a ticket; null means no limit. */
export function placesOf({ prices }: Pick<Product, 'prices'>): number | null {
  const limits = prices.map((each) => each.initial_quantity_available)
  return limits.includes(null) ? null : limits.reduce<number>((sum, each) => sum + (each ?? 0), 0)
}

export function takenOf({ prices }: Pick<Product, 'prices'>): { sold: number; held: number } {
  return {
    sold: prices.reduce((sum, each) => sum + each.sold, 0),
    held: prices.reduce((sum, each) => sum + each.held, 0),
  }
}

function limitOf(ticket: Product): string {
  const places = placesOf(ticket)
  return places === null ? 'no limit' : plural(places, 'place')
}
