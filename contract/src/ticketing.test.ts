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
      ticketingPhaseOf({
        ticketingStatus: 'setup',
        sourceStatus: 'DRAFT',
        hasBeenOnSale: false,
        salesStatus: null,
      }),
    ).toBe('preparing')
    expect(
      ticketingPhaseOf({
        ticketingStatus: 'setup',
        sourceStatus: 'DRAFT',
        hasBeenOnSale: true,
        salesStatus: null,
      }),
    ).toBe('paused')
  })

  it('distinguishes an event that is over from a cancelled one', () => {
    expect(
      ticketingPhaseOf({
        ticketingStatus: 'inactive',
        sourceStatus: 'ENDED',
        hasBeenOnSale: true,
        salesStatus: null,
      }),
    ).toBe('ended')
    expect(
      ticketingPhaseOf({
        ticketingStatus: 'inactive',
        sourceStatus: 'CANCELLED',
        hasBeenOnSale: true,
        salesStatus: null,
      }),
    ).toBe('cancelled')
  })

  it.each([
    [null, 'on_sale'],
    ['low', 'low'],
    ['held', 'held'],
    ['waiting_list', 'waiting_list'],
    ['sold_out', 'sold_out'],
    ['not_yet', 'soon'],
    ['over', 'sales_over'],
  ] as const)('is what the sales of a live event are: %s is %s', (salesStatus, phase) => {
    const live = { ticketingStatus: 'active', sourceStatus: 'LIVE', hasBeenOnSale: true } as const
    expect(ticketingPhaseOf({ ...live, salesStatus })).toBe(phase)
    expect(ticketingPhaseOf({ ...live, ticketingStatus: 'setup', salesStatus })).toBe('paused')
  })
})
