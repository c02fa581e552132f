import type { Buyer } from '../ticket-desk.ts'

const buyer = (first_name: string, last_name: string): Buyer => ({
  first_name,
  last_name,
  email: `${first_name}.${last_name}@example.org`.toLowerCase().replaceAll("'", ''),
})

/** Invented attendees. */
export const BUYERS: readonly [Buyer, ...Buyer[]] = [
  buyer('Ada', 'Lindqvist'),
  buyer('Kwame', 'Mensah'),
  buyer('Mei', 'Tanaka'),
  buyer('Ruben', 'Dewit'),
  buyer('Ilse', 'Brandt'),
  buyer('Omar', 'Haddad'),
  buyer('Siobhan', 'Walsh'),
  buyer('Joao', 'Pinto'),
  buyer('Freya', 'Nielsen'),
]
