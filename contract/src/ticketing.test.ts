import { describe, expect, it } from 'vitest'
import { ticketingPhaseOf, ticketingStatusOf } from './ticketing.ts'

describe('the status map (A6)', () => {
  it.each([
    ['LIVE', 'active'],
    ['DRAFT', 'setup'],
    ['CANCELLED', 'inactive'],
    ['ENDED', 'inactive'],
    ['ARCHIVED', 'setup'],
    ['live', 'setup'],
    ['', 'setup'],
    ['constructor', 'setup'],
  ])('maps source status %s to ticketing status %s', (source, status) => {
    expect(ticketingStatusOf(source)).toBe(status)
  })
})

describe('the phase a person reads', () => {
  it('distinguishes a pause from a first preparation', () => {
    expect(
      ticketingPhaseOf({ status: 'setup', sourceStatus: 'DRAFT', hasBeenOnSale: false, sales: null }),
    ).toBe('preparing')
    expect(
      ticketingPhaseOf({ status: 'setup', sourceStatus: 'DRAFT', hasBeenOnSale: true, sales: null }),
    ).toBe('paused')
  })

  it('distinguishes an event that is over from a cancelled one', () => {
    expect(
      ticketingPhaseOf({ status: 'inactive', sourceStatus: 'ENDED', hasBeenOnSale: true, sales: null }),
    ).toBe('ended')
    expect(
      ticketingPhaseOf({ status: 'inactive', sourceStatus: 'CANCELLED', hasBeenOnSale: true, sales: null }),
    ).toBe('cancelled')
  })

  it.each([
    [null, 'on_sale'],
    ['low', 'low'],
    ['waiting_list', 'waiting_list'],
    ['sold_out', 'sold_out'],
    ['not_yet', 'soon'],
    ['over', 'sales_over'],
  ] as const)('is what the sales of a live event are: %s is %s', (sales, phase) => {
    const live = { status: 'active', sourceStatus: 'LIVE', hasBeenOnSale: true } as const
    expect(ticketingPhaseOf({ ...live, sales })).toBe(phase)
    expect(ticketingPhaseOf({ ...live, status: 'setup', sales })).toBe('paused')
  })
})
