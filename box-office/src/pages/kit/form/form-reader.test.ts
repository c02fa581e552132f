import { describe, expect, it } from 'vitest'
import { safeReturnPath } from '../request/return-path.ts'
import { FormReader } from './form-reader.ts'

const EURO = { label: 'The price', currency: 'EUR' }

const messages = (form: FormReader) => form.state.problems.map((each) => each.message)

describe('a posted form', () => {
  it('keeps what was typed and shows one error for each field', () => {
    const form = new FormReader({ name: '  ', price: 'abc' })
    form.text('name', { required: 'Write a name' })
    form.text('name', { required: 'Write a name' })
    form.amount('price', EURO)
    expect(messages(form)).toEqual(['Write a name', 'The price must be an amount like 12.50'])
    expect(form.state.values['price']).toBe('abc')
  })

  it.each([
    ['12', 12],
    ['12.5', 12.5],
    ['12,50', 12.5],
    ['', null],
  ])('reads the amount %j', (written, amount) => {
    const form = new FormReader({ price: written })
    expect(form.amount('price', EURO)).toBe(amount)
    expect(form.ok).toBe(true)
  })

  it.each(['1.234', '1e3', '-1', '0x10', '12.505', '٣', ' ', '99999999999'])(
    'refuses the amount %j',
    (written) => {
      const form = new FormReader({ price: written })
      expect(form.amount('price', { ...EURO, required: 'Write the price' })).toBeNull()
      expect(form.ok).toBe(false)
    },
  )

  it.each([
    ['JPY', '1500', 1500],
    ['JPY', '1,500', 1500],
    ['JPY', '12,345,678', 12_345_678],
    ['KRW', '100000000', 100_000_000],
    ['KWD', '12.50', 12.5],
    ['KWD', '12,5', 12.5],
    ['EUR', '1000000', 1_000_000],
  ])('reads in %s the amount %j', (currency, written, amount) => {
    const form = new FormReader({ price: written })
    expect(form.amount('price', { label: 'The price', currency })).toBe(amount)
    expect(form.ok).toBe(true)
  })

  it.each([
    ['JPY', '12.50', 'Japanese Yen has no decimals: give a whole number'],
    ['JPY', '12,5', 'Japanese Yen has no decimals: give a whole number'],
    ['JPY', '1.500', 'Japanese Yen has no decimals: give a whole number'],
    ['JPY', '12.00', 'Japanese Yen has no decimals: give a whole number'],
    ['KRW', '0.5', 'South Korean Won has no decimals: give a whole number'],
    ['KRW', 'ten', 'The price must be an amount like 1200'],
    ['KRW', '100000001', 'The price must be an amount like 1200, from 0 to 100,000,000'],
    ['KWD', '12.505', 'Use at most 2 decimals, like 12.50'],
    ['EUR', '12.505', 'Use at most 2 decimals, like 12.50'],
    ['EUR', '1,500', 'Use at most 2 decimals, like 12.50'],
    ['EUR', '1000001', 'The price must be an amount like 12.50, from 0 to 1,000,000'],
  ])('refuses in %s the amount %j, and says why', (currency, written, message) => {
    const form = new FormReader({ price: written })
    expect(form.amount('price', { label: 'The price', currency })).toBeNull()
    expect(form.state).toEqual({ values: { price: written }, problems: [{ field: 'price', message }] })
  })

  it('reads a percentage with as many decimals as it may have', () => {
    const form = new FormReader({ vat: '8.1255', off: '8.125', much: '101' })
    expect(form.percentage('vat', { label: 'The tax', decimals: 4 })).toBe(8.1255)
    form.percentage('off', { label: 'The discount' })
    form.percentage('much', { label: 'The discount' })
    expect(messages(form)).toEqual([
      'Use at most 2 decimals, like 12.50',
      'The discount must be an amount like 12.50, from 0 to 100',
    ])
  })

  it.each([
    ['1,200', 1200],
    ['1 200', 1200],
    ['7', 7],
  ])('reads the whole number %j', (written, number) => {
    expect(new FormReader({ places: written }).integer('places', { label: 'Places' })).toBe(number)
  })

  it('names the bounds of a number', () => {
    const form = new FormReader({ places: '5000000' })
    form.integer('places', { label: 'The number of places' })
    expect(messages(form)).toEqual(['The number of places must be a whole number from 0 to 1,000,000'])
  })

  it.each(['ada', 'ada@', 'ada@example', 'a b@example.com', 'ada@example.com, bo@example.com', '<a@b.co>'])(
    'refuses the address %j',
    (written) => {
      const form = new FormReader({ email: written })
      form.email('email', 'Write your e-mail address')
      expect(form.ok).toBe(false)
    },
  )

  it('takes nothing but text: lists, objects and NUL are made harmless', () => {
    const form = new FormReader({ a: ['x', 'y'], b: { c: 1 }, d: 'a\0b', __proto__: { e: 'f' } })
    expect(form.values).toEqual({ a: 'y', b: '', d: 'ab' })
    expect(new FormReader(undefined).values).toEqual({})
    expect(new FormReader('text').values['length']).toBeUndefined()
  })

  it('finds numbered rows in order', () => {
    const form = new FormReader({
      'tiers.10.label': 'b',
      'tiers.2.label': 'a',
      'tiers.2.price': '1',
      'tiers.x.label': 'c',
    })
    expect(form.rows('tiers')).toEqual([2, 10])
  })
})

describe('where signing in leads', () => {
  it.each([
    '/manage',
    '/manage/event/1',
    '/manage/event/1/orders?query=a%20b&page=2',
    '/mailbox',
    '/event/3/blue-note',
  ])('goes on to %s', (path) => {
    expect(safeReturnPath(path)).toBe(path)
  })

  it.each([
    undefined,
    '',
    'https://evil.example/manage',
    '//evil.example/manage',
    '/\\evil.example',
    '/manage\\..\\..',
    '\t//evil.example',
    'javascript:alert(1)',
    '/auth/logout',
    '/api/events',
    '/manage/../auth/logout',
    '/manage\r\nset-cookie: a=b',
    '/managed',
    `/manage/${'x'.repeat(600)}`,
  ])('goes home instead of to %j', (path) => {
    expect(safeReturnPath(path)).toBe('/manage')
  })
})
