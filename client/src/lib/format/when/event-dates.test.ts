import type { DateState, TicketDate } from '@tuvens/contract'
import { describe, expect, it } from 'vitest'
import { datesOf, isOver, moreDatesOf, nextDateOf } from './event-dates.ts'

const NOW = Date.parse('2027-03-10T12:00:00Z')
const single = { startDate: '2027-03-10T10:00:00.000Z', endDate: '2027-03-10T13:00:00.000Z' }
const date = (day: number, state: DateState = 'open'): TicketDate => ({
  id: day,
  startDate: `2027-03-${day}T19:00:00.000Z`,
  endDate: `2027-03-${day}T21:00:00.000Z`,
  label: null,
  state,
})
const statesAt = (now: number, ...dates: TicketDate[]) =>
  datesOf(single, dates, now).map(({ state }) => state)

describe('the dates of an event', () => {
  it('are its own, where the ticket system has no several ones', () => {
    expect(datesOf(single, [], NOW)).toMatchObject([{ ...single, state: 'open' }])
  })

  it('are those of the ticket system, where it has several', () => {
    expect(datesOf(single, [date(11), date(12)], NOW).map(({ startDate }) => startDate)).toEqual([
      date(11).startDate,
      date(12).startDate,
    ])
  })

  it('pass without a message, and stay cancelled', () => {
    const dates = [date(11, 'cancelled'), date(12), date(13, 'sold_out'), date(14, 'past')]
    expect(statesAt(NOW, ...dates)).toEqual(['cancelled', 'open', 'sold_out', 'past'])
    expect(statesAt(Date.parse('2027-03-12T22:00:00Z'), ...dates)).toEqual([
      'cancelled',
      'past',
      'sold_out',
      'past',
    ])
  })
})

describe('the next date', () => {
  const nextOf = (...dates: TicketDate[]) => nextDateOf(datesOf(single, dates, NOW)).key

  it('is the first that is still to come', () => {
    expect(nextOf(date(11, 'past'), date(12, 'cancelled'), date(13, 'sold_out'), date(14))).toBe('13')
  })

  it('is the last that took place, when all are over', () => {
    expect(nextOf(date(11, 'past'), date(12, 'past'), date(13, 'cancelled'))).toBe('12')
  })

  it('is the first of an event whose dates were all cancelled', () => {
    expect(nextOf(date(11, 'cancelled'), date(12, 'cancelled'))).toBe('11')
  })

  it('is followed by those that are to come', () => {
    const more = (...dates: TicketDate[]) => moreDatesOf(datesOf(single, dates, NOW))
    expect(more(date(11, 'past'), date(12), date(13, 'cancelled'), date(14), date(15, 'sold_out'))).toBe(2)
    expect(more(date(11, 'past'))).toBe(0)
  })
})

describe('an event', () => {
  it('is over after its end, or after its start when it has none', () => {
    const overAt = (endDate: string | null, now: number) => isOver(datesOf({ ...single, endDate }, [], now))
    expect(overAt(single.endDate, Date.parse(single.endDate) - 1)).toBe(false)
    expect(overAt(single.endDate, Date.parse(single.endDate) + 1)).toBe(true)
    expect(overAt(null, Date.parse(single.startDate) + 1)).toBe(true)
  })

  it('is over when no date is to come', () => {
    const over = (...dates: TicketDate[]) => isOver(datesOf(single, dates, NOW))
    expect(over()).toBe(false)
    expect(over(date(11, 'past'), date(12, 'cancelled'))).toBe(true)
    expect(over(date(11, 'past'), date(12, 'sold_out'))).toBe(false)
    expect(over(date(11, 'cancelled'), date(12, 'cancelled'))).toBe(false)
  })
})
