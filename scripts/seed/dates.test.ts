import { expect, it } from 'vitest'
import { timesOf } from './dates.ts'

const NOW = Date.parse('2026-10-20T12:00:00Z')

it.each([
  ['Europe/Amsterdam', 3, '2026-10-23T18:30:00.000Z'],
  ['Europe/Amsterdam', 9, '2026-10-29T19:30:00.000Z'],
  ['America/Vancouver', 3, '2026-10-24T03:30:00.000Z'],
  ['Asia/Kathmandu', 3, '2026-10-23T14:45:00.000Z'],
])(
  'converts half past eight in %s, in %i days, to the right instant, also across a change of daylight saving time',
  (zone, days, instant) => {
    expect(timesOf({ in: days, from: '20:30', to: '22:00' }, zone, NOW).startDate).toBe(instant)
  },
)

it('a show with a length in hours can end after midnight', () => {
  const { startDate, endDate } = timesOf({ in: 1, from: '21:00', hours: 7 }, 'Europe/Lisbon', NOW)
  expect(Date.parse(endDate) - Date.parse(startDate)).toBe(7 * 3_600_000)
})
