import type { CreateEventRequest } from '@tuvens/contract'
import type { At } from '../dates.ts'
import type { SeedProduct } from '../ticket-desk.ts'
import type { OrganiserProfile } from '../tuvens.ts'

/** Final state of an event's ticketing. */
export type Ending = 'none' | 'preparing' | 'on-sale' | 'paused' | 'cancelled'

export type Show = {
  event: Omit<CreateEventRequest, 'startDate' | 'endDate' | 'furtherDates' | 'timezone'>
  at: At
  /** Further dates, by the days from now; at the same time of day. */
  again?: number[]
  products: SeedProduct[]
  /** Number of free tickets to order from the product with that title. */
  taken?: { product: string; quantity: number }
  ending: Ending
}

export type DemoOrganiser = Omit<OrganiserProfile, 'password'> & { timezone: string; shows: Show[] }
