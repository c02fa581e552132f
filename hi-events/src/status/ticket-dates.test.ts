import { MAX_DATE_LABEL, MAX_TICKET_DATES } from '@tuvens/contract'
import { describe, expect, it } from 'vitest'
import { ticketDatesOf } from './ticket-dates.ts'

const occurrence = (id: number, more = {}) => ({
  id,
  start_date: new Date(Date.UTC(2027, 0, id, 19)).toISOString(),
  end_date: null,
  status: 'ACTIVE',
  ...more,
})
const idsOf = (...occurrences: ReturnType<typeof occurrence>[]) =>
  ticketDatesOf({ occurrences }).map(({ id }) => id)

describe('the dates that are reported', () => {
  it('are those of an event of several', () => {
    expect(idsOf(occurrence(2), occurrence(1))).toEqual([1, 2])
    expect(idsOf(occurrence(1))).toEqual([])
    expect(ticketDatesOf({ type: 'RECURRING', occurrences: [occurrence(1)] })).toHaveLength(1)
    expect(ticketDatesOf({})).toEqual([])
  })

  it('are those to come before those that are over, when there are too many', () => {
    const past = [1, 2, 3].map((id) => occurrence(id, { is_past: true }))
    const toCome = Array.from({ length: MAX_TICKET_DATES - 1 }, (_, index) => occurrence(index + 4))
    expect(idsOf(...past, ...toCome)).toEqual([3, ...toCome.map(({ id }) => id)])
    const [first] = idsOf(...past, ...toCome, occurrence(500), occurrence(501))
    expect(first).toBe(4)
  })

  it('have a label that fits', () => {
    const [date] = ticketDatesOf({ occurrences: [occurrence(1, { label: 'x'.repeat(300) }), occurrence(2)] })
    expect(date?.label).toHaveLength(MAX_DATE_LABEL)
  })
})
