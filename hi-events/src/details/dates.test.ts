import { describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import { dateChanges } from './dates.ts'

const date = (day: string, until: number) => ({
  startDate: `2031-${day}T18:00:00.000Z`,
  endDate: `2031-${day}T${until}:00:00.000Z`,
})

describe('the dates of an event that changed', () => {
  it('keep their tickets where they start as before, and only the others move', () => {
    const [first, ...furtherDates] = [date('04-24', 20), date('05-01', 21)]
    const occurrences = [date('05-01', 20), date('05-08', 20)].map(({ startDate, endDate }, at) => ({
      id: at + 1,
      start_date: startDate,
      end_date: endDate,
    }))
    const changes = dateChanges(eventOf('1', { ...first, furtherDates }), { occurrences } as HiEvent)
    expect(changes).toEqual({
      move: [
        { id: 1, to: date('05-01', 21) },
        { id: 2, to: date('04-24', 20) },
      ],
      add: [],
      remove: [],
    })
  })
})
