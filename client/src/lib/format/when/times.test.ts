import { EVENT_TIMES } from '@tuvens/platform/test-support/event-times'
import { describe, expect, it } from 'vitest'
import { startsIn, timesOf } from './times.ts'

const evening = {
  startDate: '2026-06-13T18:00:00.000Z',
  endDate: '2026-06-13T21:30:00.000Z',
  timezone: 'Europe/Amsterdam',
}
const NOW = Date.parse('2026-03-01T12:00:00Z')
const times = (changed: Partial<Parameters<typeof timesOf>[0]> = {}, locale = 'en-GB') =>
  timesOf({ ...evening, ...changed }, locale)

describe('when an event is', () => {
  it("is shown in the event's own time zone", () => {
    expect(times()).toEqual({
      day: 'Saturday 13 June 2026',
      hours: '20:00 – 23:30',
      zone: 'Amsterdam (GMT+2)',
      leaf: { month: 'Jun', day: '13' },
    })
  })

  it.each(EVENT_TIMES)('is told as at the box office: $what', ({ start, end, timeZone, page, list }) => {
    const span = { startDate: start, endDate: end, timezone: timeZone }
    const { day, hours } = timesOf(span, 'en-GB')
    expect([`${day}, ${hours}`, startsIn(span, 'en-GB', NOW)]).toEqual([page, list])
  })

  it('follows how the reader writes dates', () => {
    const { day, hours } = times({}, 'en-US')
    expect([day, hours]).toEqual(['Saturday, June 13, 2026', '8:00 PM – 11:30 PM'])
  })

  it('does not name the next day for a night that ends after midnight', () => {
    expect(times({ endDate: '2026-06-14T02:00:00.000Z' }).hours).toBe('20:00 – 04:00')
  })

  it('names the last day of an event of several', () => {
    expect(times({ endDate: '2026-06-15T16:00:00.000Z' }).hours).toBe('20:00 – Mon 15 Jun, 18:00')
  })

  it('has only a start when no end is known', () => {
    expect(times({ endDate: null }).hours).toBe('20:00')
  })

  it('is short in lists, with the year only when it is not the current one', () => {
    expect(startsIn(evening, 'en-GB', NOW)).toBe('Sat 13 Jun · 20:00')
    const later = { ...evening, startDate: '2027-01-02T19:00:00.000Z' }
    expect(startsIn(later, 'en-GB', NOW)).toBe('Sat 2 Jan 2027 · 20:00')
  })
})
