import { EventSales } from '@tuvens/contract'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import type { HiOrder } from '../upstream/answers.ts'
import { addUp } from './add-up-sales.ts'

let next = 1
const order = (fields: Partial<HiOrder> = {}): HiOrder => ({
  id: next++,
  status: 'COMPLETED',
  total_gross: 10.1,
  total_refunded: 0,
  currency: 'EUR',
  created_at: '2026-06-14T10:00:00.000000Z',
  order_items: [{ quantity: 2 }],
  ...fields,
})
const add = (orders: HiOrder[], { timezone = 'Europe/Amsterdam', isAll = true } = {}) =>
  addUp(orders, { timezone, isAll })

describe('the orders of an event', () => {
  it('add up to tickets and money without the fractions of binary numbers', () => {
    const sales = add([order(), order({ total_gross: 0.2 }), order({ total_refunded: 10.1 })])
    expect(sales).toMatchObject({
      orders: 3,
      tickets: 6,
      revenue: '20.40',
      refunded: '10.10',
      currency: 'EUR',
      since: null,
    })
    expect(
      Value.Check(EventSales, {
        event_id: '1',
        as_of: '2026-06-14T10:00:00.000Z',
        timezone: 'UTC',
        ...sales,
      }),
    ).toBe(true)
  })

  it('count those to be paid at the door, and no cancelled ones', () => {
    const sales = add([
      order({ status: 'AWAITING_OFFLINE_PAYMENT' }),
      order({ status: 'CANCELLED' }),
      order({ status: 'RESERVED' }),
    ])
    expect(sales).toMatchObject({
      orders: 1,
      tickets: 2,
      revenue: '10.10',
      awaiting_payment: 1,
      cancelled: 1,
    })
  })

  it("belong to days of the event's zone, the first one first", () => {
    const late = order({ created_at: '2026-06-14T22:30:00.000000Z', total_gross: 5 })
    expect(add([late, order(), order()]).days).toEqual([
      { day: '2026-06-14', orders: 2, tickets: 4, revenue: '20.20' },
      { day: '2026-06-15', orders: 1, tickets: 2, revenue: '5.00' },
    ])
  })

  it('count once when a page moved while it was read', () => {
    const one = order()
    expect(add([one, one])).toMatchObject({ orders: 1, tickets: 2 })
  })

  it('say from when on they count, where not all were read', () => {
    const oldest = order({ created_at: '2026-06-01T08:00:00.000000Z' })
    expect(add([order(), oldest], { isAll: false }).since).toBe('2026-06-01T08:00:00.000Z')
  })

  it('leave out amounts of another currency, and say so', () => {
    expect(add([order(), order({ currency: 'USD', total_gross: 99 })])).toMatchObject({
      orders: 2,
      revenue: '10.10',
      has_other_currencies: true,
    })
    expect(add([order({ currency: 'JPY', total_gross: 1500 })]).revenue).toBe('1500')
  })

  it('may be none', () => {
    expect(add([])).toMatchObject({
      orders: 0,
      tickets: 0,
      revenue: '0.00',
      currency: null,
      days: [],
      since: null,
    })
  })
})
