import type { Later } from '../dates.ts'
import type { DemoOrganiser } from './shapes.ts'

const STAIR = {
  name: 'The Velvet Stair',
  address_line_1: 'Prinsengracht 410',
  city: 'Amsterdam',
  zip_postal_code: '1016 JC',
  country: 'NL',
}

/** A jazz club in Amsterdam. */
export const velvetStair = (later: Later): DemoOrganiser => ({
  name: 'Nina Okafor',
  email: 'nina@velvetstair.example',
  account: 'The Velvet Stair',
  timezone: 'Europe/Amsterdam',
  shows: [
    {
      event: {
        title: 'Late set: Amara Diallo Quartet',
        description:
          'Kora, double bass, brushes and a tenor that never hurries. Amara Diallo brings her quartet up the stairs for two long sets by candlelight.\n\nDoors at eight. The kitchen serves until ten.',
        category: 'MUSIC',
        venue: STAIR,
        currency: 'EUR',
        contactData: { email: 'door@velvetstair.example', website: 'https://velvetstair.example' },
      },
      at: { in: 9, from: '20:30', to: '23:45' },
      products: [
        {
          title: 'Seat at a table',
          type: 'PAID',
          description: 'A chair, a lamp and a clear view.',
          max_per_order: 6,
          is_highlighted: true,
          highlight_message: 'Most chosen',
          prices: [{ price: 26.5, initial_quantity_available: 60 }],
        },
        {
          title: 'Standing, students and under 27',
          type: 'PAID',
          max_per_order: 2,
          prices: [{ price: 14, initial_quantity_available: 40 }],
        },
      ],
      ending: 'on-sale',
    },
    {
      event: {
        title: 'Afternoon matinee: strings and standards',
        description:
          'An hour of ballads for violin, guitar and everyone still in town. Children are welcome, applause too.\n\nGive what you like: all of it goes to the players.',
        category: 'MUSIC',
        venue: STAIR,
        currency: 'EUR',
      },
      at: { in: 5, from: '15:00', to: '16:15' },
      products: [
        {
          title: 'Free seat',
          type: 'FREE',
          max_per_order: 4,
          prices: [{ price: 0, initial_quantity_available: 80 }],
        },
        { title: 'A seat and something for the players', type: 'DONATION', prices: [{ price: 10 }] },
      ],
      taken: { product: 'Free seat', quantity: 12 },
      ending: 'on-sale',
    },
    {
      event: {
        title: 'Listening night: one record, both sides',
        description:
          'Phones in the basket, lights down, needle on. We play one record from beginning to end on the big horns, then talk about it.',
        category: 'MUSIC',
        venue: STAIR,
        currency: 'EUR',
      },
      at: { in: 3, from: '21:00', to: '23:00' },
      products: [
        {
          title: 'A chair',
          type: 'FREE',
          max_per_order: 4,
          prices: [{ price: 0, initial_quantity_available: 24 }],
        },
      ],
      taken: { product: 'A chair', quantity: 24 },
      ending: 'on-sale',
    },
    {
      event: {
        title: 'The long night at the Stair',
        description:
          'Big band until midnight, vinyl until the trams run again. Oliebollen on every table.\n\nTickets go on sale in two weeks; members hear first.',
        category: 'NIGHTLIFE',
        venue: STAIR,
        currency: 'EUR',
      },
      at: { in: 38, from: '21:00', hours: 7 },
      products: [
        {
          title: 'The whole night',
          type: 'PAID',
          max_per_order: 8,
          sale_start_date: later(14),
          prices: [{ price: 79, initial_quantity_available: 150 }],
        },
      ],
      ending: 'on-sale',
    },
    {
      event: {
        title: 'Hot club weekender',
        description:
          'Two days of manouche swing with guests from Samois. Called off: the headliners cannot travel. Everyone who had a ticket has been paid back.',
        category: 'FESTIVAL',
        venue: STAIR,
        currency: 'EUR',
      },
      at: { in: 18, from: '14:00', hours: 32 },
      products: [
        { title: 'Weekend pass', type: 'PAID', prices: [{ price: 64, initial_quantity_available: 120 }] },
      ],
      ending: 'cancelled',
    },
    {
      event: {
        title: 'Open stage: bring your own song',
        description:
          'An instrument, a voice or just a pair of ears. The house trio backs everyone who dares: two numbers each, names on the slate from eight.',
        category: 'MUSIC',
        venue: STAIR,
        currency: 'EUR',
      },
      at: { in: 26, from: '20:00', to: '23:00' },
      again: [54, 82, 110],
      products: [],
      ending: 'none',
    },
  ],
})
