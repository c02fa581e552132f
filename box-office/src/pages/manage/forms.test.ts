import { describe, expect, it } from 'vitest'
import type { EventRow } from '../../events/store.ts'
import { FormReader } from '../kit/form/form-reader.ts'
import { momentValues, readMoment } from '../kit/form/moment.ts'
import { readSaleWindow } from '../kit/form/sale-fields.ts'
import { toMarkup } from '../kit/form/rich-text.ts'
import { readEventForm } from './events/event-form.ts'
import { readPromo } from './promo-codes/promo-form.ts'
import { readTax } from './taxes/tax-form.ts'
import { newTicketForm, readTicket } from './tickets/ticket-form.ts'
import { readTiers } from './tickets/ticket-tiers.ts'

type Values = Record<string, string>
type Refused = [changes: Values, field: string, message: string]

const EVENT = { currency: 'EUR', timezone: 'Europe/Amsterdam' } as unknown as EventRow
const problemsOf = (form: FormReader) => form.state.problems.map(({ field, message }) => [field, message])

describe('the form of a tax or fee', () => {
  const good = { name: 'VAT', type: 'TAX', calculation_type: 'PERCENTAGE', rate: '21', is_active: 'on' }

  it.each<Refused>([
    [{ name: '' }, 'name', 'Give it a name, like “VAT”'],
    [{ name: 'x'.repeat(61) }, 'name', 'Use at most 60 characters; this is 61'],
    [{ type: 'GIFT' }, 'type', 'Choose whether it is a tax or a fee'],
    [{ rate: '' }, 'rate', 'Write how much'],
    [{ rate: '0' }, 'rate', 'The percentage has to be above zero'],
    [{ rate: '100.1' }, 'rate', 'The percentage must be an amount like 12.50, from 0 to 100'],
    [{ rate: '9.12345' }, 'rate', 'Use at most 4 decimals, like 12.50'],
    [{ calculation_type: 'FIXED', rate: '1.505' }, 'rate', 'Use at most 2 decimals, like 12.50'],
    [{ calculation_type: 'FIXED', rate: 'one' }, 'rate', 'The amount must be an amount like 12.50'],
  ])('with %j is refused', (changes, field, message) => {
    const form = new FormReader({ ...good, ...changes })
    readTax(form, 'EUR')
    expect(problemsOf(form)).toEqual([[field, message]])
  })

  it.each<[Values, object]>([
    [{}, { name: 'VAT', rate: 21, is_active: true, is_default: false, description: null }],
    [{ rate: '9,5' }, { rate: 9.5 }],
    [{ rate: '6.8125' }, { rate: 6.8125 }],
    [
      { calculation_type: 'FIXED', rate: '1.50', type: 'FEE' },
      { calculation_type: 'FIXED', rate: 1.5, type: 'FEE' },
    ],
    [
      { is_active: '', is_default: 'on' },
      { is_active: false, is_default: true },
    ],
    [{ description: ' On tickets ' }, { description: 'On tickets' }],
  ])('with %j is read as %j', (changes, expected) => {
    const form = new FormReader({ ...good, ...changes })
    expect(readTax(form, 'EUR')).toMatchObject(expected)
    expect(form.ok).toBe(true)
  })
})

describe('the form of a promo code', () => {
  const good = { code: 'JAZZ', discount_type: 'PERCENTAGE', discount: '10' }
  const tickets = [{ id: 1 }, { id: 2 }] as unknown as Parameters<typeof readPromo>[2]

  it.each<Refused>([
    [{ code: 'x'.repeat(51) }, 'code', 'Use at most 50 characters; this is 51'],
    [{ discount_type: 'FIXED', discount: '1.234' }, 'discount', 'Use at most 2 decimals, like 12.50'],
    [{ discount_type: 'FIXED', discount: '0' }, 'discount', 'The amount has to be above zero'],
    [{ expiry_date: 'soon' }, 'expiry_date', 'Write a date and a time, like 2027-05-01 20:00'],
    [
      { max_allowed_usages: 'two' },
      'max_allowed_usages',
      'The number of orders must be a whole number from 1 to 1,000,000',
    ],
  ])('with %j is refused', (changes, field, message) => {
    const form = new FormReader({ ...good, ...changes })
    readPromo(form, EVENT, tickets)
    expect(problemsOf(form)).toEqual([[field, message]])
  })

  it.each<[Values, object]>([
    [
      {},
      { code: 'JAZZ', discount: 10, max_allowed_usages: null, expiry_date: null, applicable_product_ids: [] },
    ],
    [
      { discount_type: 'NONE', discount: '99' },
      { discount_type: 'NONE', discount: 0 },
    ],
    [
      { discount_type: 'FIXED', discount: '2,50' },
      { discount_type: 'FIXED', discount: 2.5 },
    ],
    [{ expiry_date: '2030-06-01T20:00' }, { expiry_date: '2030-06-01T18:00:00.000Z' }],
    [{ 'ticket.2': 'on', 'ticket.3': 'on' }, { applicable_product_ids: [2] }],
  ])('with %j is read as %j', (changes, expected) => {
    const form = new FormReader({ ...good, ...changes })
    expect(readPromo(form, EVENT, tickets)).toMatchObject(expected)
    expect(form.ok).toBe(true)
  })
})

describe('the form of an event', () => {
  const good = { title: 'Jazz', category: 'MUSIC', timezone: 'Europe/Amsterdam', start: '2030-06-01T20:00' }

  it.each([
    ['the seconds that a form does not show', '2030-06-01T18:00:42.000Z'],
    ['the second of two equal hours', '2030-10-27T01:30:05.000Z'],
    ['the first of two equal hours', '2030-10-27T00:30:05.000Z'],
  ])('keeps of an unchanged time %s', (_, stored) => {
    const shown = momentValues('start', new Date(stored), good.timezone)
    const form = new FormReader({ ...good, ...shown })
    expect(readEventForm(form, null)).toMatchObject({ start_date: stored })
    const moved = new FormReader({ ...good, ...shown, start: '2030-06-02T20:00' })
    expect(readEventForm(moved, null)).toMatchObject({ start_date: '2030-06-02T18:00:00.000Z' })
  })

  it.each<Refused>([
    [{ title: ' ' }, 'title', 'Give the event a name'],
    [{ title: 'x'.repeat(151) }, 'title', 'Use at most 150 characters; this is 151'],
    [{ category: '' }, 'category', 'Choose a category from the list'],
    [{ timezone: '' }, 'timezone', 'Choose a time zone'],
    [{ timezone: 'Amsterdam' }, 'timezone', 'Choose a time zone from the list'],
    [{ start: '' }, 'start', 'Say when it starts'],
    [{ start: '1 June' }, 'start', 'Write a date and a time, like 2027-05-01 20:00'],
    [{ end: '2030-06-31T20:00' }, 'end', 'Write a date and a time, like 2027-05-01 20:00'],
    [{ end: '2030-06-01T20:00' }, 'end', 'The end has to come after the start'],
    [{ end: '2030-05-01T20:00' }, 'end', 'The end has to come after the start'],
  ])('with %j is refused', (changes, field, message) => {
    const form = new FormReader({ ...good, ...changes })
    expect(readEventForm(form, null)).toBeUndefined()
    expect(problemsOf(form)).toEqual([[field, message]])
  })

  it('has its times in its own zone, and keeps a description that was not touched byte by byte', () => {
    const read = (changes: Values, current: EventRow | null = null) =>
      readEventForm(new FormReader({ ...good, ...changes }), current)
    expect(read({ timezone: 'America/New_York', end: '2030-06-01T23:00' })).toMatchObject({
      start_date: '2030-06-02T00:00:00.000Z',
      end_date: '2030-06-02T03:00:00.000Z',
    })
    const description = '<p>Jazz <b>by</b> the river</p>\n'
    const stored = { ...EVENT, description }
    expect(read({ description: toMarkup(description) }, stored)).toMatchObject({ description })
    expect(read({ description: 'Rock' }, stored)).toMatchObject({ description: '<p>Rock</p>' })
    expect(read({ description: '' }, stored)).toMatchObject({ description: null })
  })
})

describe('the form of a ticket', () => {
  const choices = {
    sections: [{ id: 3 }],
    taxes: [{ id: 7, is_default: true, is_active: true }, { id: 8 }],
  } as unknown as Parameters<typeof newTicketForm>[0]
  const good = { title: 'Seat', type: 'PAID', price: '12.50' }
  const read = (changes: Values) => {
    const form = new FormReader({ ...good, ...changes })
    return { ticket: readTicket(form, EVENT, { choices, current: null }), form }
  }

  it.each<Refused>([
    [{ title: '' }, 'title', 'Give the ticket a name, like “General admission”'],
    [{ title: 'x'.repeat(101) }, 'title', 'Use at most 100 characters; this is 101'],
    [{ type: 'CHEAP' }, 'type', 'Choose what kind of ticket it is'],
    [{ price: '' }, 'price', 'Write the price'],
    [{ price: '0' }, 'price', 'A price above zero, or choose “Free” above'],
    [{ price: '-1' }, 'price', 'The price must be an amount like 12.50'],
    [{ price: '1.005' }, 'price', 'Use at most 2 decimals, like 12.50'],
    [{ type: 'DONATION', price: 'any' }, 'price', 'The least amount must be an amount like 12.50'],
    [{ quantity: '-1' }, 'quantity', 'The number of places must be a whole number from 0 to 1,000,000'],
    [{ section: '99' }, 'section', 'This section was deleted meanwhile. Choose another'],
    [{ max_per_order: '0' }, 'max_per_order', 'The most per order must be a whole number from 1 to 100'],
    [{ min_per_order: '5', max_per_order: '4' }, 'min_per_order', 'The fewest cannot be more than the most'],
    [{ sale_start: 'soon' }, 'sale_start', 'Write a date and a time, like 2027-05-01 20:00'],
    [
      { sale_start: '2030-01-02T10:00', sale_end: '2030-01-02T10:00' },
      'sale_end',
      'Sales have to end after they start',
    ],
    [{ highlight_message: 'x'.repeat(61) }, 'highlight_message', 'Use at most 60 characters; this is 61'],
    [{ description: 'x'.repeat(2001) }, 'description', 'Use at most 2000 characters; this is 2001'],
    [{ type: 'TIERED' }, 'tiers.0.label', 'Add at least one price, like “Early bird”'],
    [{ type: 'TIERED', 'tiers.0.price': '5' }, 'tiers.0.label', 'Name this price, like “Early bird”'],
    [{ type: 'TIERED', 'tiers.4.label': 'Late' }, 'tiers.4.price', 'Write the price; 0 is free'],
  ])('with %j is refused', (changes, field, message) => {
    expect(problemsOf(read(changes).form)).toEqual([[field, message]])
  })

  it.each<[Values, object]>([
    [
      {},
      { prices: [{ price: 12.5, initial_quantity_available: null }], max_per_order: 10, min_per_order: 0 },
    ],
    [{ type: 'FREE', price: '5' }, { prices: [{ price: 0, initial_quantity_available: null }] }],
    [{ quantity: '1,000' }, { prices: [{ price: 12.5, initial_quantity_available: 1000 }] }],
    [{ quantity: '0' }, { prices: [{ price: 12.5, initial_quantity_available: 0 }] }],
    [{ thing: 'on' }, { product_type: 'GENERAL' }],
    [{ waitlist_enabled: 'on' }, { waitlist_enabled: true }],
    [{ waitlist_enabled: '' }, { waitlist_enabled: null }],
    [{ 'tax.8': 'on', 'tax.9': 'on' }, { tax_and_fee_ids: [8] }],
    [{ highlight_message: 'Best view' }, { is_highlighted: true, highlight_message: 'Best view' }],
    [
      { sale_start: '2030-06-01T20:00' },
      { sale_start_date: '2030-06-01T18:00:00.000Z', sale_end_date: null },
    ],
    [
      {
        type: 'TIERED',
        'tiers.5.label': 'Late',
        'tiers.5.price': '15',
        'tiers.2.label': 'Early',
        'tiers.2.price': '0',
      },
      {
        prices: [
          expect.objectContaining({ label: 'Early', price: 0 }),
          expect.objectContaining({ label: 'Late', price: 15 }),
        ],
      },
    ],
  ])('with %j is read as %j', (changes, expected) => {
    const { ticket, form } = read(changes)
    expect(ticket).toMatchObject({ title: 'Seat', product_category_id: 3, ...expected })
    expect(form.ok).toBe(true)
  })

  it('starts free and unlimited, with the taxes that are marked as usual', () => {
    const { values } = newTicketForm(choices)
    expect(values).toMatchObject({ type: 'FREE', max_per_order: '10', 'tax.7': 'on' })
    expect(values).not.toHaveProperty(['tax.8'])
  })
})

describe('a time on the clock at the place', () => {
  const at = (zone: string, values: Values) => {
    const form = new FormReader(values)
    return { read: readMoment(form, 'at', zone), problems: problemsOf(form) }
  }
  const twice = (clock: string) =>
    `Clocks go back that night, so ${clock} comes twice: choose below which one you mean`

  it.each([
    ['Europe/Amsterdam', '2027-10-31T02:30', '2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z'],
    ['Europe/London', '2027-10-31T01:30', '2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z'],
    ['America/New_York', '2027-11-07T01:30', '2027-11-07T05:30:00.000Z', '2027-11-07T06:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-04-03T14:45:00.000Z', '2027-04-03T15:15:00.000Z'],
  ])('in %s that comes twice is asked about: %s', (zone, typed, earlier, later) => {
    expect(at(zone, { at: typed })).toEqual({ read: null, problems: [['at', twice(typed.slice(11))]] })
    expect(at(zone, { at: typed, at_which: 'earlier' }).read).toBe(earlier)
    expect(at(zone, { at: typed, at_which: 'later' }).read).toBe(later)
  })

  it.each([
    ['Europe/Amsterdam', '2027-03-28T02:30', '02:00', '03:00'],
    ['Europe/London', '2027-03-28T01:30', '01:00', '02:00'],
    ['America/New_York', '2027-03-14T02:30', '02:00', '03:00'],
    ['Australia/Lord_Howe', '2027-10-03T02:15', '02:00', '02:30'],
  ])('in %s that does not exist is refused: %s', (zone, typed, from, to) => {
    const words = `Clocks go forward from ${from} to ${to} that night, so ${typed.slice(11)} does not exist: write another time`
    expect(at(zone, { at: typed })).toEqual({ read: null, problems: [['at', words]] })
  })

  it.each([
    ['sale_start', (form: FormReader) => readSaleWindow(form, '', 'Europe/Amsterdam').sale_start_date],
    ['tiers.0.sale_start', (form: FormReader) => readTiers(form, EVENT)[0]?.sale_start_date],
    ['expiry_date', (form: FormReader) => readPromo(form, EVENT, []).expiry_date],
  ])('of %s stays what it is to the second when it is left alone', (name, read) => {
    const other = { 'tiers.0.label': 'Early', 'tiers.0.price': '5', code: 'JAZZ', discount_type: 'NONE' }
    for (const stored of [
      '2027-10-31T00:30:07.000Z',
      '2027-10-31T01:30:07.000Z',
      '2027-05-01T10:00:59.000Z',
    ]) {
      const shown = momentValues(name, new Date(stored), 'Europe/Amsterdam')
      const form = new FormReader({ ...other, ...shown })
      expect(read(form)).toBe(stored)
      expect(problemsOf(form)).toEqual([])
    }
  })
})
