import type { DemoOrganiser } from './shapes.ts'

const KILN = {
  name: 'Kiln & Co. studio',
  address_line_1: 'Rua da Boavista 84',
  city: 'Lisboa',
  zip_postal_code: '1200-068',
  country: 'PT',
}

/** A pottery studio in Lisbon. */
export const kiln = (): DemoOrganiser => ({
  name: 'Tomás Ferreira',
  email: 'tomas@kilnandco.example',
  account: 'Kiln & Co.',
  timezone: 'Europe/Lisbon',
  shows: [
    {
      event: {
        title: 'First bowl: throwing for beginners',
        description:
          'Three hours at the wheel, eight people, one teacher, a lot of clay. You go home with muddy sleeves; your two best bowls follow once they are glazed and fired.',
        category: 'WORKSHOP',
        venue: KILN,
        currency: 'EUR',
        contactData: { email: 'ola@kilnandco.example', phone: '+351 21 555 0134' },
      },
      at: { in: 6, from: '10:00', to: '13:00' },
      products: [
        {
          title: 'Place at the wheel',
          type: 'FREE',
          description: 'The first lesson is on us. Clay, glaze and firing included.',
          max_per_order: 2,
          show_quantity_remaining: true,
          prices: [{ price: 0, initial_quantity_available: 8 }],
        },
      ],
      taken: { product: 'Place at the wheel', quantity: 6 },
      ending: 'on-sale',
    },
    {
      event: {
        title: 'Raku on the beach',
        description:
          'Glowing pots, sawdust and the Atlantic. We fire after sunset, weather permitting.\n\nSales are paused until the coast guard has confirmed the date.',
        category: 'ART',
        venue: {
          name: 'Praia de São João',
          address_line_1: 'Avenida Afonso de Albuquerque',
          city: 'Costa da Caparica',
          zip_postal_code: '2825-450',
          country: 'PT',
        },
        currency: 'EUR',
      },
      at: { in: 21, from: '18:00', to: '22:30' },
      products: [
        {
          title: 'One pot, one glaze, one fire',
          type: 'PAID',
          prices: [{ price: 48, initial_quantity_available: 16 }],
        },
      ],
      ending: 'paused',
    },
    {
      event: {
        title: 'Glaze chemistry, an evening course',
        description:
          'Silica, flux, alumina: what melts, what crawls, what shines, and why. Four evenings of tests were made; the tiles are on the wall.',
        category: 'EDUCATION',
        venue: KILN,
        currency: 'EUR',
      },
      at: { in: -6, from: '19:00', to: '21:30' },
      products: [
        { title: 'Evening course', type: 'FREE', prices: [{ price: 0, initial_quantity_available: 12 }] },
      ],
      ending: 'on-sale',
    },
  ],
})
