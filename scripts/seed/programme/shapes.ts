import type { CreateEventRequest } from '@tuvens/contract'
import type { At } from '../dates.ts'
import type { Product } from '../ticket-desk.ts'
import type { Person } from '../tuvens.ts'

/** What becomes of an event's ticketing once it is seeded. */
export type Ending = 'none' | 'preparing' | 'on-sale' | 'paused' | 'cancelled'

export type Show = {
  event: Omit<CreateEventRequest, 'startDate' | 'endDate' | 'timezone'>
  at: At
  products: Product[]
  /** Free tickets taken of the product with that title. */
  taken?: { product: string; quantity: number }
  ending: Ending
}

export type Organiser = Omit<Person, 'password'> & { timezone: string; shows: Show[] }
