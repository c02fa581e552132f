import type { StandInWorld } from './world.ts'

const DAY = 86_400_000

type DemoEvent = [
  title: string,
  category: string,
  venue: string,
  city: string,
  days: number,
  sources: string[],
  account: number,
]

const EVENTS: DemoEvent[] = [
  ['Midnight Strings: Nils Frahm revisited', 'MUSIC', 'Paradiso Noord', 'Amsterdam', 3, ['LIVE'], 1],
  ['Sourdough for absolute beginners', 'WORKSHOP', 'Baking Lab', 'Amsterdam', 5, ['DRAFT'], 1],
  ['Canal Run 10K', 'SPORTS', 'Westerpark', 'Amsterdam', 8, ['LIVE', 'DRAFT'], 1],
  ['Long Table: forty guests, five courses', 'FOOD_DRINK', 'De Kas', 'Amsterdam', 11, [], 1],
  ['Local-first software meetup', 'TECH', 'Mediamatic', 'Amsterdam', 13, ['LIVE'], 2],
  ['Risograph print weekend', 'ART', 'Printroom', 'Rotterdam', 16, ['LIVE'], 2],
  ['Open mic: the very last laugh', 'COMEDY', 'Boom Chicago', 'Amsterdam', 18, ['LIVE', 'CANCELLED'], 2],
  ['Warehouse: a night without phones', 'NIGHTLIFE', 'Garage Noord', 'Amsterdam', 20, ['DRAFT'], 2],
  ['Lowlands of Light festival', 'FESTIVAL', 'NDSM Wharf', 'Amsterdam', 32, ['LIVE'], 1],
  ['A Doll’s House', 'THEATER', 'Frascati', 'Amsterdam', 36, [], 1],
  ['Founders’ breakfast', 'BUSINESS', 'A’DAM Tower', 'Amsterdam', 40, ['LIVE'], 2],
  ['How trees talk', 'EDUCATION', 'Hortus', 'Leiden', 44, [], 2],
  ['Spring gala for the children’s ward', 'CHARITY', 'Beurs van Berlage', 'Amsterdam', 51, ['LIVE'], 1],
  ['New in town: the dinner', 'SOCIAL', 'Café de Jaren', 'Amsterdam', 60, ['LIVE'], 1],
  ['Winter lights walk', 'OTHER', 'Amstelpark', 'Amsterdam', -20, ['LIVE', 'ENDED'], 1],
]

const ABOUT = `An evening that starts slowly and ends late. Doors open an hour before; come early for a good seat and something to eat.

The programme is in two parts, with a long break on the terrace. We keep the room small, so every seat is a good one.
Bring a friend, or come alone and leave with three.

There is step-free access, and the staff know where the quiet corner is.`

/** Adds the demo's users and its events, in every state of ticketing. */
export function fillDemo(world: StandInWorld): void {
  world.addUser(
    { name: 'Ada Visser', email: 'ada@example.com', password: 'correct horse battery' },
    'Noorderlicht',
  )
  world.addUser(
    { name: 'Ben Okafor', email: 'ben@example.com', password: 'correct horse battery' },
    'Studio Zuid',
  )
  for (const [title, category, name, city, days, sources, accountId] of EVENTS) {
    const start = Math.ceil((Date.now() + days * DAY) / DAY) * DAY - 5 * 3_600_000
    const event = world.addEvent({
      title,
      category,
      accountId,
      description: ABOUT,
      startDate: new Date(start).toISOString(),
      endDate: new Date(start + 4 * 3_600_000).toISOString(),
      venue: { name, address_line_1: 'Kade 12', city, zip_postal_code: '1012 AB', country: 'NL' },
      contactData: { email: 'hello@noorderlicht.example', website: 'https://noorderlicht.example' },
      timezone: category === 'TECH' ? 'America/New_York' : 'Europe/Amsterdam',
    })
    for (const source of sources) world.report(event.id, source)
  }
}
