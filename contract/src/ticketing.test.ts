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
  ])('%s is %s', (source, status) => {
    expect(ticketingStatusOf(source)).toBe(status)
  })
})

describe('the phase a person reads', () => {
  it('tells a pause from a first preparation', () => {
    expect(ticketingPhaseOf({ status: 'setup', sourceStatus: 'DRAFT', hasBeenOnSale: false })).toBe(
      'preparing',
    )
    expect(ticketingPhaseOf({ status: 'setup', sourceStatus: 'DRAFT', hasBeenOnSale: true })).toBe('paused')
  })

  it('tells an event that is over from a cancelled one', () => {
    expect(ticketingPhaseOf({ status: 'inactive', sourceStatus: 'ENDED', hasBeenOnSale: true })).toBe('ended')
    expect(ticketingPhaseOf({ status: 'inactive', sourceStatus: 'CANCELLED', hasBeenOnSale: true })).toBe(
      'cancelled',
    )
  })
})
