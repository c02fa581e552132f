import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { readDetails, readOrderRequest } from './input.ts'

/** The status, the message and the refused fields, or what was read. */
function outcomeOf<T>(read: () => T): T | [number, string, string[]] {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal) return [error.status, error.message, Object.keys(error.errors ?? {})]
    throw error
  }
}

const line = (part: object = {}) => ({ price_id: 1, quantity: 1, ...part })
const wish = (...quantities: unknown[]) => ({ products: [{ product_id: 1, quantities }] })
const NOTHING = "You haven't selected any products"
const atMost = (label: string, max: number) => `The ${label} field must not be greater than ${max}.`

describe('an order request', () => {
  it.each<[string, unknown, string, string]>([
    ['no body', undefined, 'The products field is required.', 'products'],
    ['text', 'two tickets', 'The products field is required.', 'products'],
    ['an empty list', { products: [] }, 'The products field is required.', 'products'],
    [
      'no quantities',
      { products: [{ product_id: 1 }] },
      'The quantities field is required.',
      'products.0.quantities',
    ],
    ['empty quantities', wish(), 'The quantities field is required.', 'products.0.quantities'],
    [
      'no product',
      { products: [{ quantities: [line()] }] },
      'The product id field is required.',
      'products.0.product_id',
    ],
    [
      'a product in words',
      { products: [{ product_id: 'seat', quantities: [line()] }] },
      'The product id field must be a number.',
      'products.0.product_id',
    ],
    [
      'no price',
      wish({ quantity: 1 }),
      'The price id field is required.',
      'products.0.quantities.0.price_id',
    ],
    [
      'no quantity',
      wish({ price_id: 1 }),
      'The quantity field is required.',
      'products.0.quantities.0.quantity',
    ],
    [
      'the second line',
      wish(line(), line({ quantity: 0.5 })),
      'The quantity field must be an integer.',
      'products.0.quantities.1.quantity',
    ],
    [
      'a negative quantity',
      wish(line({ quantity: -1 })),
      'The quantity field must be at least 0.',
      'products.0.quantities.0.quantity',
    ],
    [
      'a huge quantity',
      wish(line({ quantity: 1e7 })),
      atMost('quantity', 1_000_000),
      'products.0.quantities.0.quantity',
    ],
    [
      'a huge id',
      wish(line({ price_id: 2 ** 31 })),
      atMost('price id', 2 ** 31 - 1),
      'products.0.quantities.0.price_id',
    ],
    [
      'a negative amount',
      wish(line({ price: -1 })),
      'The price field must be at least 0.',
      'products.0.quantities.0.price',
    ],
    [
      'an amount in words',
      wish(line({ price: 'all' })),
      'The price field must be a number.',
      'products.0.quantities.0.price',
    ],
    [
      'a code that is a list',
      { ...wish(line()), promo_code: ['a'] },
      'The promo code field must be a string.',
      'promo_code',
    ],
    ['nothing of everything', wish(line({ quantity: 0 }), line({ quantity: 0 })), NOTHING, 'products'],
  ])('with %s is refused', (_what, input, message, field) => {
    const [status, told, fields] = outcomeOf(() => readOrderRequest(input)) as [number, string, string[]]
    expect([status, told, fields]).toEqual([422, message, [field]])
  })

  it('leaves out lines of nothing, and keeps the place of the product for messages', () => {
    const none = { product_id: 1, quantities: [line({ quantity: 0 })] }
    const two = { product_id: 2, quantities: [{ price_id: '7', quantity: '2', price: 4.5 }] }
    expect(readOrderRequest({ products: [none, two] })).toEqual({
      lines: [{ index: 1, occurrenceId: null, productId: 2, priceId: 7, quantity: 2, amount: 4.5 }],
      promoCode: null,
      locale: 'en',
    })
  })

  it.each([
    [{}, 'en'],
    [{ locale: 'nl' }, 'nl'],
    [{ session_locale: 'pt-br' }, 'pt-br'],
    [{ session_locale: 'de', locale: 'nl' }, 'de'],
    [{ locale: 'Dutch' }, 'en'],
    [{ locale: '../../etc' }, 'en'],
    [{ locale: 5 }, 'en'],
  ])('%j is in the language %s', (part, locale) => {
    expect(readOrderRequest({ ...wish(line()), ...part }).locale).toBe(locale)
  })
})

const item = (part: object) =>
  ({ product_id: 1, product_price_id: 11, item_name: 'Seat', quantity: 2, ...part }) as unknown as Parameters<
    typeof readDetails
  >[1]['tickets'][number]
const ada = { first_name: 'Ada', last_name: 'Okafor', email: 'ada@example.com' }
const bo = { first_name: 'Bo', last_name: 'Lind', email: 'bo@example.com' }
const holder = (person: object = ada) => ({ ...person, product_id: 1, product_price_id: 11 })

describe('the details of a buyer', () => {
  const read = (order: unknown) => outcomeOf(() => readDetails({ order }, { tickets: [], perTicket: true }))

  it.each<[string, unknown, string]>([
    ['no first name', { ...ada, first_name: '' }, 'The first name field is required.'],
    ['no last name', { ...ada, last_name: ' ' }, 'The last name field is required.'],
    [
      'a long first name',
      { ...ada, first_name: 'x'.repeat(41) },
      'The first name field must not be greater than 40 characters.',
    ],
    [
      'a long last name',
      { ...ada, last_name: 'x'.repeat(41) },
      'The last name field must not be greater than 40 characters.',
    ],
    ['no address', { ...ada, email: null }, 'The email field is required.'],
    ['a bad address', { ...ada, email: 'ada@' }, 'The email field must be a valid email address.'],
    [
      'another confirmation',
      { ...ada, email_confirmation: 'bo@example.com' },
      'The email field confirmation does not match.',
    ],
    [
      'a confirmation that is a list',
      { ...ada, email_confirmation: [ada.email] },
      'The email field confirmation does not match.',
    ],
  ])('with %s are refused', (_what, order, message) => {
    expect(read(order)).toEqual([422, message, [expect.stringMatching(/^order\./)]])
  })

  it.each(['ADA@example.com', ' ada@example.com ', null])(
    'accept the confirmation %j',
    (email_confirmation) => {
      expect(read({ ...ada, email_confirmation })).toEqual({ buyer: ada, holders: [] })
    },
  )

  it('name everything that is missing', () => {
    expect(outcomeOf(() => readDetails({}, { tickets: [], perTicket: true }))).toEqual([
      422,
      'The order field is required. (and 3 more errors)',
      ['order', 'order.first_name', 'order.last_name', 'order.email'],
    ])
  })
})

describe('the holders of tickets', () => {
  const seats = item({})
  const balcony = item({ product_price_id: 12, item_name: 'Balcony', quantity: 1 })
  const read = (products: unknown, { tickets = [seats], perTicket = true } = {}) =>
    outcomeOf(() => readDetails({ order: ada, products }, { tickets, perTicket }))

  it.each<[string, unknown, string]>([
    ['none', [], 'Please tell us who the 2 tickets are for: Seat'],
    ['too few', [holder()], 'Please tell us who the 2 tickets are for: Seat'],
    ['too many', [holder(), holder(), holder()], 'Please tell us who the 2 tickets are for: Seat'],
    [
      'one of another price',
      [holder(), { ...holder(), product_price_id: 12 }],
      'Please tell us who the 2 tickets are for: Seat',
    ],
  ])('are refused when there are %s', (_what, products, message) => {
    expect(read(products)).toEqual([422, message, ['products']])
  })

  it('are requested in the singular for one ticket', () => {
    expect(read([holder(), holder()], { tickets: [seats, balcony] })).toEqual([
      422,
      'Please tell us who the 1 ticket is for: Balcony',
      ['products'],
    ])
  })

  it('are refused by the field of the one that is wrong', () => {
    expect(read([holder(), holder({ ...bo, email: 'bo' })])).toEqual([
      422,
      'The email field must be a valid email address.',
      ['products.1.email'],
    ])
    expect(read([holder(), { ...holder(), product_price_id: undefined }])).toEqual([
      422,
      'The product price id field is required.',
      ['products.1.product_price_id'],
    ])
  })

  it('come in the order of the tickets, whatever the order of the request', () => {
    const upstairs = { ...holder(bo), product_price_id: 12 }
    const found = read([upstairs, holder(ada), holder(bo)], { tickets: [seats, balcony] })
    expect(found).toMatchObject({ holders: [ada, bo, bo] })
  })

  it("are the buyer for every ticket when the event needs only the buyer's name", () => {
    const found = read([holder(bo)], { tickets: [seats, balcony], perTicket: false })
    expect(found).toMatchObject({ buyer: ada, holders: [ada, ada, { ...ada, product_price_id: 12 }] })
  })
})
