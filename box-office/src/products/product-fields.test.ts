import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  signUp,
} from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let event: MadeEvent
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  event = await makeEvent(organiser)
})
afterAll(() => office.close())

type Refused = [field: string, part: object, message: string]
const required = (label: string) => `The ${label} field is required.`
const flag = (label: string) => `The ${label} field must be true or false.`
const atMost = (label: string, max: string | number) => `The ${label} field must not be greater than ${max}.`
const decimals = 'The price field must have 0-2 decimal places.'
const price = (part: object) => ({ prices: [{ price: 10, ...part }] })

describe('a product', () => {
  const good = () => ({
    title: 'A ticket',
    type: 'PAID',
    product_type: 'TICKET',
    product_category_id: event.categoryId,
    prices: [{ price: 10 }],
  })
  const path = () => `/events/${event.eventId}/products`
  const make = (part: object) => organiser.call('POST', path(), { ...good(), ...part })

  const REFUSED: Refused[] = [
    ['title', { title: undefined }, required('title')],
    ['title', { title: 'x'.repeat(256) }, 'The title field must not be greater than 255 characters.'],
    ['title', { title: 1 }, 'The title field must be a string.'],
    ['type', { type: undefined }, required('type')],
    ['type', { type: 'paid' }, 'The selected type is invalid.'],
    ['product_type', { product_type: undefined }, required('product type')],
    ['product_type', { product_type: 'SHIRT' }, 'The selected product type is invalid.'],
    ['product_category_id', { product_category_id: undefined }, 'You must select a product category.'],
    [
      'product_category_id',
      { product_category_id: 'first' },
      'The product category id field must be a number.',
    ],
    ['product_category_id', { product_category_id: 999_999 }, 'The selected product category id is invalid.'],
    ['prices', { prices: undefined }, required('prices')],
    ['prices', { prices: {} }, 'The prices field must be an array.'],
    ['prices', { prices: [{ price: 1 }, { price: 2 }] }, 'Only a tiered product has more than one price.'],
    ['prices.0.price', { prices: [{}] }, required('price')],
    ['prices.0.price', price({ price: null }), required('price')],
    ['prices.0.price', price({ price: -0.01 }), 'The price field must be at least 0.'],
    ['prices.0.price', price({ price: 100_000_001 }), atMost('price', 100_000_000)],
    ['prices.0.price', price({ price: 0.005 }), decimals],
    ['prices.0.price', price({ price: '12.345' }), decimals],
    ['prices.0.price', price({ price: '12,50' }), 'The price field must be a number.'],
    ['prices.0.price', price({ price: [] }), 'The price field must be a number.'],
    ['prices.0.label', price({ label: 7 }), 'The label field must be a string.'],
    ['prices.0.is_hidden', price({ is_hidden: 'no' }), flag('is hidden')],
    [
      'prices.0.sale_start_date',
      price({ sale_start_date: 'soon' }),
      'The sale start date field must be a valid date.',
    ],
    [
      'prices.0.sale_end_date',
      price({ sale_start_date: '2030-01-02', sale_end_date: '2030-01-02' }),
      'The sale end date must be after the sale start date.',
    ],
    [
      'prices.0.initial_quantity_available',
      price({ initial_quantity_available: 'many' }),
      'The initial quantity available field must be a number.',
    ],
    ['max_per_order', { max_per_order: 10_001 }, atMost('max per order', 10_000)],
    ['max_per_order', { max_per_order: 1.5 }, 'The max per order field must be an integer.'],
    ['min_per_order', { min_per_order: -1 }, 'The min per order field must be at least 0.'],
    [
      'min_per_order',
      { min_per_order: 101 },
      'The min per order field must not be greater than max per order.',
    ],
    ['description', { description: {} }, 'The description field must be a string.'],
    [
      'highlight_message',
      { highlight_message: 'x'.repeat(256) },
      'The highlight message field must not be greater than 255 characters.',
    ],
    ['sale_start_date', { sale_start_date: '2030-13-01' }, 'The sale start date field must be a valid date.'],
    ['sale_end_date', { sale_end_date: true }, 'The sale end date field must be a string.'],
    ['tax_and_fee_ids', { tax_and_fee_ids: 'all' }, 'The tax and fee ids field must be an array.'],
    ['tax_and_fee_ids.0', { tax_and_fee_ids: ['1'] }, 'The selected tax_and_fee_ids.0 is invalid.'],
    ...[
      'hide_before_sale_start_date',
      'hide_after_sale_end_date',
      'start_collapsed',
      'show_quantity_remaining',
      'hide_when_sold_out',
      'is_hidden_without_promo_code',
      'is_highlighted',
      'waitlist_enabled',
    ].map((name): Refused => [name, { [name]: 'sometimes' }, flag(name.replaceAll('_', ' '))]),
  ]

  it.each(REFUSED)('is refused for %s %j', async (field, part, message) => {
    const { status, body } = await make(part)
    expect([status, Object.keys(body.errors), body.errors[field][0]]).toEqual([422, [field], message])
  })

  it.each(REFUSED)('is not changed by a bad %s %j', async (_field, part) => {
    const { productId } = await makeProduct(organiser, event, good())
    const read = async () => {
      const { body } = await organiser.call('GET', `/events/${event.eventId}`)
      return body.data.product_categories[0].products.find((each: { id: number }) => each.id === productId)
    }
    const before = await read()
    expect((await organiser.call('PUT', `${path()}/${productId}`, { ...good(), ...part })).status).toBe(422)
    expect(await read()).toEqual(before)
  })

  it.each<[field: string, value: unknown, stored: unknown]>([
    ['title', ' Front row ', 'Front row'],
    ['description', '<p>Near</p><script>x</script>', '<p>Near</p>'],
    ['description', '', null],
    ['max_per_order', undefined, 100],
    ['max_per_order', '4', 4],
    ['min_per_order', undefined, 0],
    ['min_per_order', 2, 2],
    ['sale_start_date', '2030-06-01 20:00', 'Sat Jun 01 2030 18:00:00 GMT+0000'],
    ['sale_end_date', '2030-06-01T20:00:00Z', 'Sat Jun 01 2030 20:00:00 GMT+0000'],
    ['sale_end_date', null, null],
    ['is_hidden', 1, true],
    ['is_highlighted', true, true],
    ['highlight_message', 'Best view', 'Best view'],
    ['waitlist_enabled', null, null],
    ['waitlist_enabled', false, false],
    ['show_quantity_remaining', '1', true],
    ['product_type', 'GENERAL', 'GENERAL'],
    ['type', 'DONATION', 'DONATION'],
  ])('stores %s sent as %j', async (field, value, stored) => {
    const { status, body } = await make({ [field]: value })
    expect([status, body.data[field]]).toEqual([201, stored])
  })

  it.each([
    [0, 0],
    [0.01, 0.01],
    ['12.5', 12.5],
    [19.99, 19.99],
    [1.1, 1.1],
    [100_000_000, 100_000_000],
  ])('costs %j as %f', async (given, stored) => {
    expect((await make(price({ price: given }))).body.data.price).toBe(stored)
  })

  it('of the type FREE costs nothing, whatever its price', async () => {
    const { body } = await make({ type: 'FREE', prices: [{ price: 99 }] })
    expect(body.data.prices[0]).toMatchObject({ price: 0, price_including_taxes_and_fees: 0 })
  })

  it('of the type TIERED has labels, at most 50 prices, and no price of its own', async () => {
    const tiers = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ label: `T${index}`, price: 1 }))
    const unlabelled = await make({ type: 'TIERED', prices: [{ label: 'Early', price: 1 }, { price: 2 }] })
    expect(unlabelled.body.errors).toEqual({ 'prices.1.label': ['The label field is required.'] })
    const many = await make({ type: 'TIERED', prices: tiers(51) })
    expect(many.body.errors).toEqual({ prices: ['The prices field must not have more than 50 items.'] })
    const { body } = await make({ type: 'TIERED', prices: tiers(50) })
    expect(body.data).not.toHaveProperty('price')
    expect(body.data.prices).toHaveLength(50)
  })

  it('is listed with its event only: its own list refuses with the reason', async () => {
    const { status, body } = await organiser.call('GET', path())
    expect([status, body.message]).toEqual([422, expect.stringContaining('listed with their event')])
  })

  it.each(['PUT', 'DELETE'])('of another event is not found: %s', async (method) => {
    const other = await makeEvent(organiser)
    const { productId } = await makeProduct(organiser, other)
    const at = `${path()}/${productId}`
    expect((await organiser.call(method, at, method === 'PUT' ? good() : undefined)).status).toBe(404)
  })
})

describe('a product category', () => {
  const path = () => `/events/${event.eventId}/product-categories`

  it.each<Refused>([
    ['name', { name: '' }, required('name')],
    ['name', { name: 'x'.repeat(101) }, 'The name field must not be greater than 100 characters.'],
    ['name', { name: ['Seats'] }, 'The name field must be a string.'],
    [
      'description',
      { description: 'x'.repeat(5001) },
      'The description field must not be greater than 5000 characters.',
    ],
    ['is_hidden', { is_hidden: 'yes' }, flag('is hidden')],
    ['no_products_message', { no_products_message: 1 }, 'The no products message field must be a string.'],
  ])('is refused for %s %j, when it is made and when it is changed', async (field, part, message) => {
    const body = { name: 'Seats', ...part }
    for (const [method, at] of [
      ['POST', path()],
      ['PUT', `${path()}/${event.categoryId}`],
    ] as const) {
      const answer = await organiser.call(method, at, body)
      expect([answer.status, answer.body.errors]).toEqual([422, { [field]: [message] }])
    }
  })

  it('goes last, is changed as a whole, and is deleted while it is empty', async () => {
    const made = await organiser.call('POST', path(), { name: 'Balcony', description: 'Upstairs' })
    expect([made.status, made.body.data]).toEqual([
      201,
      expect.objectContaining({ name: 'Balcony', description: 'Upstairs', is_hidden: false }),
    ])
    const at = `${path()}/${made.body.data.id}`
    const names = async () =>
      (await organiser.call('GET', path())).body.data.map((each: { name: string }) => each.name)
    expect((await names()).at(-1)).toBe('Balcony')
    const changed = await organiser.call('PUT', at, { name: 'Gallery', no_products_message: 'Soon' })
    expect(changed.body.data).toMatchObject({
      name: 'Gallery',
      description: null,
      no_products_message: 'Soon',
    })
    expect((await organiser.call('DELETE', at)).status).toBe(204)
    expect(await names()).not.toContain('Gallery')
    expect((await organiser.call('PUT', at, { name: 'Again' })).status).toBe(404)
  })
})

describe('a promo code', () => {
  const path = () => `/events/${event.eventId}/promo-codes`
  const make = (part: object) => organiser.call('POST', path(), { code: 'JAZZ', ...part })
  const LETTERS = 'The code field must only contain letters, numbers, dashes, and underscores.'

  it.each<Refused>([
    ['code', { code: undefined }, required('code')],
    ['code', { code: 'x' }, 'The code field must be at least 2 characters.'],
    ['code', { code: 'x'.repeat(51) }, 'The code field must not be greater than 50 characters.'],
    ['code', { code: 'two words' }, LETTERS],
    ['code', { code: '50%' }, LETTERS],
    ['code', { code: '<b>' }, LETTERS],
    ['code', { code: 1234 }, 'The code field must be a string.'],
    ['discount_type', { discount_type: 'percentage' }, 'The selected discount type is invalid.'],
    ['discount', { discount_type: 'PERCENTAGE', discount: 100.5 }, atMost('discount', 100)],
    ['discount', { discount_type: 'FIXED', discount: -1 }, 'The discount field must be at least 0.'],
    ['discount', { discount_type: 'FIXED', discount: 'half' }, 'The discount field must be a number.'],
    [
      'applicable_product_ids',
      { applicable_product_ids: 'all' },
      'The applicable product ids field must be an array.',
    ],
    [
      'applicable_product_ids.0',
      { applicable_product_ids: ['1'] },
      'The selected applicable_product_ids.0 is invalid.',
    ],
    ['expiry_date', { expiry_date: 'next year' }, 'The expiry date field must be a valid date.'],
    ['max_allowed_usages', { max_allowed_usages: 0 }, 'The max allowed usages field must be at least 1.'],
    ['max_allowed_usages', { max_allowed_usages: 2.5 }, 'The max allowed usages field must be an integer.'],
  ])('is refused for %s %j', async (field, part, message) => {
    const { status, body } = await make(part)
    expect([status, body.errors]).toEqual([422, { [field]: [message] }])
  })

  it.each(['NL.2030', 'Ömer_1', '東京', 'a-b', '00'])('may be %s, and works in any case', async (code) => {
    const { status, body } = await make({ code })
    expect([status, body.data.code]).toEqual([201, code.toLowerCase()])
    const asked = `/public/events/${event.eventId}/promo-codes/${encodeURIComponent(code.toUpperCase())}`
    expect((await organiser.call('GET', asked)).body).toEqual({ valid: true })
    const again = await make({ code: code.toUpperCase() })
    expect(again.body.errors).toEqual({ code: ['This promo code is already in use.'] })
  })

  it('is stored with its defaults, and its expiry in the zone of the event', async () => {
    const { body } = await make({ code: 'dusk', expiry_date: '2030-06-01 20:00' })
    expect(body.data).toMatchObject({
      applicable_product_ids: [],
      discount: 0,
      discount_type: 'NONE',
      expiry_date: '2030-06-01 18:00:00',
      attendee_usage_count: 0,
      order_usage_count: 0,
      max_allowed_usages: null,
    })
  })

  it('of another event is not found', async () => {
    const other = await makeEvent(organiser)
    const made = await organiser.call('POST', `/events/${other.eventId}/promo-codes`, { code: 'other' })
    expect((await organiser.call('DELETE', `${path()}/${made.body.data.id}`)).status).toBe(404)
    const asked = `/public/events/${event.eventId}/promo-codes/other`
    expect((await organiser.call('GET', asked)).body).toEqual({ valid: false })
  })
})

describe('a tax or fee', () => {
  const path = () => `/accounts/${organiser.accountId}/taxes-and-fees`
  const good = { name: 'VAT', description: null, calculation_type: 'PERCENTAGE', type: 'TAX', rate: 21 }

  it.each<Refused>([
    ['name', { name: '' }, required('name')],
    ['name', { name: 'x'.repeat(256) }, 'The name field must not be greater than 255 characters.'],
    ['description', { description: undefined }, 'The description field must be present.'],
    ['description', { description: 1 }, 'The description field must be a string.'],
    ['calculation_type', { calculation_type: undefined }, required('calculation type')],
    ['calculation_type', { calculation_type: 'HALF' }, 'The selected calculation type is invalid.'],
    ['rate', { rate: undefined }, required('rate')],
    ['rate', { rate: 100.1 }, atMost('rate', 100)],
    ['rate', { rate: -1 }, 'The rate field must be at least 0.'],
    ['rate', { rate: '21%' }, 'The rate field must be a number.'],
    ['type', { type: undefined }, required('type')],
    ['type', { type: 'GIFT' }, 'The selected type is invalid.'],
    ['is_active', { is_active: 'yes' }, flag('is active')],
    ['is_default', { is_default: 2 }, flag('is default')],
  ])('is refused for %s %j', async (field, part, message) => {
    const { status, body } = await organiser.call('POST', path(), { ...good, ...part })
    expect([status, body.errors]).toEqual([422, { [field]: [message] }])
  })

  it.each<[object, object]>([
    [{}, { rate: 21, is_active: true, is_default: false, description: null }],
    [{ description: '' }, { description: null }],
    [{ rate: '9.5' }, { rate: 9.5 }],
    [{ rate: 100 }, { rate: 100 }],
    [
      { calculation_type: 'FIXED', rate: 150 },
      { calculation_type: 'FIXED', rate: 150 },
    ],
    [
      { type: 'FEE', is_active: false, is_default: true },
      { type: 'FEE', is_active: false, is_default: true },
    ],
  ])('with %j is stored with %j', async (part, stored) => {
    const { body } = await organiser.call('POST', path(), { ...good, ...part })
    expect(body.data).toMatchObject({ ...stored, account_id: organiser.accountId })
    expect((await organiser.call('GET', path())).body.data).toContainEqual(body.data)
  })
})
