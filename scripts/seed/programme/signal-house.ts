import type { Later } from '../dates.ts'
import type { DemoOrganiser } from './shapes.ts'

const HARBOUR = {
  name: 'Harbour Hall',
  address_line_1: '601 West Cordova Street',
  city: 'Vancouver',
  state_region: 'BC',
  zip_postal_code: 'V6B 1G1',
  country: 'CA',
}

/** A community of programmers in Vancouver. */
export const signalHouse = (later: Later): DemoOrganiser => ({
  name: 'Priya Raman',
  email: 'priya@signalhouse.example',
  account: 'Signal House',
  timezone: 'America/Vancouver',
  shows: [
    {
      event: {
        title: 'Signals: a conference on things that wait',
        description:
          'Two days on queues, clocks, retries and the people who are paged about them. Sixteen talks, one track, long breaks, good coffee.\n\nWe record everything and record it well; come for the corridors.',
        category: 'TECH',
        venue: HARBOUR,
        currency: 'CAD',
        contactData: { email: 'hello@signalhouse.example', website: 'https://signalhouse.example' },
      },
      at: { in: 47, from: '09:00', hours: 33 },
      products: [
        {
          title: 'Both days',
          type: 'TIERED',
          max_per_order: 10,
          is_highlighted: true,
          highlight_message: 'Lunch included',
          prices: [
            { label: 'Early bird', price: 240, initial_quantity_available: 80, sale_end_date: later(10) },
            { label: 'Regular', price: 320, initial_quantity_available: 220 },
            { label: 'Last minute', price: 390, sale_start_date: later(40) },
          ],
        },
        {
          title: 'Community ticket',
          type: 'FREE',
          description: 'For students, volunteers and people between jobs.',
          max_per_order: 1,
          prices: [{ price: 0, initial_quantity_available: 30 }],
        },
      ],
      taken: { product: 'Community ticket', quantity: 9 },
      ending: 'on-sale',
    },
    {
      event: {
        title: 'Rust & ramen',
        description:
          'Lightning talks until the broth is ready. Bring a question or a bug; leave with neither.',
        category: 'TECH',
        venue: {
          name: 'Kettle Lane',
          address_line_1: '1128 Hornby Street',
          city: 'Vancouver',
          state_region: 'BC',
          zip_postal_code: 'V6Z 1V8',
          country: 'CA',
        },
        currency: 'CAD',
      },
      at: { in: 2, from: '18:30', to: '21:30' },
      products: [
        {
          title: 'Bowl and a chair',
          type: 'FREE',
          max_per_order: 2,
          prices: [{ price: 0, initial_quantity_available: 45 }],
        },
      ],
      taken: { product: 'Bowl and a chair', quantity: 17 },
      ending: 'on-sale',
    },
    {
      event: {
        title: 'Hack the harbour',
        description:
          'A weekend of small boats, cheap sensors and open data. Teams of four, prizes of questionable value. Registration opens soon.',
        category: 'TECH',
        venue: HARBOUR,
        currency: 'CAD',
      },
      at: { in: 65, from: '10:00', hours: 30 },
      products: [{ title: 'Hacker', type: 'FREE', prices: [{ price: 0, initial_quantity_available: 100 }] }],
      ending: 'preparing',
    },
    {
      event: {
        title: 'Query workshop, live from Kathmandu',
        description:
          'Bring the slow query you are ashamed of. Sita and Bikash read the plan with you, on screen and without mercy. Online, for wherever you are.',
        category: 'EDUCATION',
        currency: 'CAD',
      },
      at: { in: 15, from: '19:15', to: '20:45', timezone: 'Asia/Kathmandu' },
      products: [
        { title: 'Watch and ask', type: 'FREE', max_per_order: 1, prices: [{ price: 0 }] },
        {
          title: 'Have your query read',
          type: 'PAID',
          max_per_order: 1,
          prices: [{ price: 35, initial_quantity_available: 5 }],
        },
      ],
      ending: 'on-sale',
    },
    {
      event: {
        title: 'Winter picnic for remote people',
        description: 'Thermos flasks, frisbees, no slides. Meet the colleagues you only know as squares.',
        category: 'SOCIAL',
        venue: {
          name: 'Stanley Park, Second Beach',
          address_line_1: 'Stanley Park Drive',
          city: 'Vancouver',
          state_region: 'BC',
          zip_postal_code: 'V6G 3E2',
          country: 'CA',
        },
        currency: 'CAD',
      },
      at: { in: 28, from: '12:00', to: '15:00' },
      products: [],
      ending: 'none',
    },
  ],
})
