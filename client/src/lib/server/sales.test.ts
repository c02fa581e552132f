import type { EventSales } from '@tuvens/contract'
import { describe, expect, it } from 'vitest'
import { shownSales } from './sales.ts'

const day = (date: string, tickets: number) => ({ day: date, orders: 1, tickets, revenue: '10.00' })
const sales = (days: EventSales['days']): EventSales => ({
  event_id: '1',
  as_of: '2026-06-14T18:05:00.000Z',
  timezone: 'Europe/Amsterdam',
  currency: 'EUR',
  orders: 1200,
  tickets: 1500,
  revenue: '1234.50',
  refunded: '0.00',
  awaiting_payment: 0,
  cancelled: 2,
  days,
  since: null,
  has_other_currencies: false,
})

describe('the sales of an event', () => {
  it("are written as the reader writes numbers, money and times of the event's zone", () => {
    expect(shownSales(sales([day('2026-06-14', 3)]), 'en-GB')).toMatchObject({
      tickets: '1,500',
      orders: '1,200',
      revenue: '€1,234.50',
      refunded: null,
      awaiting: null,
      cancelled: '2',
      asOf: expect.stringMatching(/14 Jun 2026.*20:05/),
      chart: null,
    })
  })

  it('are drawn with a bar for each day, also for those without sales, and no taller than the best day', () => {
    const { chart, days } = shownSales(sales([day('2026-06-01', 2), day('2026-06-03', 4)]), 'en-GB')
    expect(chart?.bars.map(({ height, text }) => [height, text])).toEqual([
      [50, '1 Jun 2026: 2'],
      [0, '2 Jun 2026: 0'],
      [100, '3 Jun 2026: 4'],
    ])
    expect(days.map((each) => each.day)).toEqual(['2026-06-03', '2026-06-01'])
  })

  it('are drawn for the last 60 days of a long sale', () => {
    const { chart } = shownSales(
      sales([day('2025-01-01', 9), day('2026-05-30', 1), day('2026-06-03', 4)]),
      'en-GB',
    )
    expect(chart?.bars).toHaveLength(60)
    expect(chart?.bars.filter(({ height }) => height > 0).map(({ height }) => height)).toEqual([25, 100])
  })
})
