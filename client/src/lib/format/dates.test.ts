import { describe, expect, it } from 'vitest'
import { describeStart, describeWhen, isOver, leafOf } from './dates.ts'

const evening = {
  startDate: '2026-06-13T18:00:00.000Z',
  endDate: '2026-06-13T21:30:00.000Z',
  timezone: 'Europe/Amsterdam',
}
const here = { locale: 'en-GB', zone: 'Europe/Amsterdam' }
const NOW = Date.parse('2026-03-01T12:00:00Z')

describe('when an event is', () => {
  it("is told on the event's own clock", () => {
    expect(describeWhen(evening, here)).toEqual({
      day: 'Saturday 13 June 2026',
      hours: '20:00 – 23:30',
      zone: null,
      local: null,
    })
  })

  it('names the zone, and the own clock, to a reader elsewhere', () => {
    const when = describeWhen(evening, { locale: 'en-GB', zone: 'America/New_York' })
    expect(when).toMatchObject({ hours: '20:00 – 23:30', zone: 'Amsterdam time (GMT+2)', local: '14:00' })
  })

  it('tells the day on the own clock when it is another one', () => {
    expect(describeWhen(evening, { locale: 'en-GB', zone: 'Asia/Tokyo' }).local).toBe('Sun 14 Jun, 03:00')
  })

  it('does not name a zone that shows the same clock', () => {
    expect(describeWhen(evening, { locale: 'en-GB', zone: 'Europe/Berlin' }).zone).toBeNull()
  })

  it('names the zone to a reader whose zone is not known, and no clock of theirs', () => {
    expect(describeWhen(evening, { locale: 'en-GB', zone: null })).toMatchObject({
      zone: 'Amsterdam time (GMT+2)',
      local: null,
    })
  })

  it('follows how the reader writes dates', () => {
    const when = describeWhen(evening, { locale: 'en-US', zone: 'Europe/Amsterdam' })
    expect([when.day, when.hours]).toEqual(['Saturday, June 13, 2026', '8:00 PM – 11:30 PM'])
  })

  it('does not name the next day for a night that ends after midnight', () => {
    const night = { ...evening, endDate: '2026-06-14T02:00:00.000Z' }
    expect(describeWhen(night, here).hours).toBe('20:00 – 04:00')
  })

  it('names the last day of an event of several', () => {
    const days = { ...evening, endDate: '2026-06-15T16:00:00.000Z' }
    expect(describeWhen(days, here).hours).toBe('20:00 – Mon 15 Jun, 18:00')
  })

  it('is only a start when no end is known', () => {
    expect(describeWhen({ ...evening, endDate: null }, here).hours).toBe('20:00')
  })

  it('is short in lists, with the year only when it is another', () => {
    expect(describeStart(evening, here, NOW)).toBe('Sat 13 Jun · 20:00')
    expect(describeStart({ ...evening, startDate: '2027-01-02T19:00:00.000Z' }, here, NOW)).toContain('2027')
  })

  it('fits a calendar leaf', () => {
    expect(leafOf(evening, here)).toEqual({ month: 'Jun', day: '13' })
  })

  it('is over after its end, or after its start when it has none', () => {
    expect(isOver(evening, Date.parse(evening.endDate) - 1)).toBe(false)
    expect(isOver(evening, Date.parse(evening.endDate) + 1)).toBe(true)
    expect(isOver({ ...evening, endDate: null }, Date.parse(evening.startDate) + 1)).toBe(true)
  })
})
