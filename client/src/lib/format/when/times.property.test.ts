import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startOnClockOf } from '$lib/format/when/dates.ts'
import { localOf } from '@tuvens/platform/clock-time'
import { allZones } from '$lib/format/zones.ts'
import { startsIn, timesOf } from './times.ts'

const HOUR_MS = 3_600_000
const LOCALES = ['en-GB', 'en-US', 'en-AU', 'en-IE', 'en-NZ', 'en-ZA', 'en-IN', 'en-CA'] as const

const zones = fc.constantFrom(...allZones())
const locales = fc.constantFrom(...LOCALES)
const starts = fc.date({
  min: new Date('2020-01-01'),
  max: new Date('2039-12-31'),
  noInvalidDate: true,
})

const spanOf = (start: Date, hours: number | null, timezone: string) => ({
  startDate: start.toISOString(),
  endDate: hours === null ? null : new Date(start.getTime() + hours * HOUR_MS).toISOString(),
  timezone,
})

describe('the time of an event in its own zone', () => {
  it('agrees with the clock of that zone, in every zone', () => {
    fc.assert(
      fc.property(zones, starts, (zone, start) => {
        const local = localOf(start.toISOString(), zone)
        const { hours, leaf, day } = timesOf(spanOf(start, null, zone), 'en-GB')
        expect(hours).toBe(local.slice(11, 16))
        expect(Number(leaf.day)).toBe(Number(local.slice(8, 10)))
        expect(day).toContain(local.slice(0, 4))
      }),
      { numRuns: 200 },
    )
  })

  it('names the weekday of the date it shows', () => {
    fc.assert(
      fc.property(zones, starts, (zone, start) => {
        const date = localOf(start.toISOString(), zone).slice(0, 10)
        const weekday = new Date(`${date}T12:00:00Z`).toLocaleDateString('en-GB', {
          weekday: 'long',
          timeZone: 'UTC',
        })
        expect(timesOf(spanOf(start, 2, zone), 'en-GB').day.startsWith(`${weekday} `)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('has both ends, and the day of the end only for events of more than a night', () => {
    fc.assert(
      fc.property(zones, starts, fc.integer({ min: 1, max: 72 }), (zone, start, length) => {
        const { hours } = timesOf(spanOf(start, length, zone), 'en-GB')
        const end = localOf(new Date(start.getTime() + length * HOUR_MS).toISOString(), zone)
        const isOtherDay = end.slice(0, 10) !== localOf(start.toISOString(), zone).slice(0, 10)
        expect(hours.endsWith(end.slice(11, 16))).toBe(true)
        expect(hours.includes(',')).toBe(length >= 12 && isOtherDay)
      }),
      { numRuns: 200 },
    )
  })

  it('contains only plain characters in every locale, so that server and browser agree', () => {
    fc.assert(
      fc.property(locales, zones, starts, (locale, zone, start) => {
        const span = spanOf(start, 3, zone)
        const { day, hours, leaf } = timesOf(span, locale)
        const all = [day, hours, leaf.month, leaf.day, startsIn(span, locale, start.getTime())].join(' ')
        expect(all).not.toMatch(/[\u202f\u00a0]|undefined|Invalid/)
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['Europe/Amsterdam', '2026-03-29T00:30:00.000Z', '01:30', 'Amsterdam (GMT+1)'],
    ['Europe/Amsterdam', '2026-03-29T01:30:00.000Z', '03:30', 'Amsterdam (GMT+2)'],
    ['America/New_York', '2026-11-01T05:30:00.000Z', '01:30', 'New York (GMT-4)'],
    ['America/New_York', '2026-11-01T06:30:00.000Z', '01:30', 'New York (GMT-5)'],
    ['Asia/Kathmandu', '2026-06-13T18:00:00.000Z', '23:45', 'Kathmandu (GMT+5:45)'],
    ['Australia/Lord_Howe', '2026-06-13T18:00:00.000Z', '04:30', 'Lord Howe (GMT+10:30)'],
    ['UTC', '2026-06-13T18:00:00.000Z', '18:00', 'GMT+0'],
  ])('in %s at %s is %s, %s', (timezone, startDate, hours, zone) => {
    expect(timesOf({ startDate, endDate: null, timezone }, 'en-GB')).toMatchObject({ hours, zone })
  })
})

describe("the start in a reader's zone", () => {
  it('is null exactly when both zones show the same date and time', () => {
    fc.assert(
      fc.property(zones, zones, starts, (zone, readerZone, start) => {
        const instant = start.toISOString()
        const isSame = localOf(instant, zone) === localOf(instant, readerZone)
        expect(startOnClockOf(spanOf(start, null, zone), 'en-GB', readerZone) === null).toBe(isSame)
      }),
      { numRuns: 300 },
    )
  })

  it("ends with the time on the reader's clock, and names the day only when it differs", () => {
    fc.assert(
      fc.property(zones, zones, starts, (zone, readerZone, start) => {
        const text = startOnClockOf(spanOf(start, null, zone), 'en-GB', readerZone)
        const [there, here] = [zone, readerZone].map((each) => localOf(start.toISOString(), each))
        if (text === null || here === undefined) return
        expect(text.endsWith(here.slice(11, 16))).toBe(true)
        expect(text.includes(',')).toBe(there?.slice(0, 10) !== here.slice(0, 10))
      }),
      { numRuns: 300 },
    )
  })
})

describe('the short start in lists', () => {
  it('has the year exactly when it is not the current one in the zone of the event', () => {
    fc.assert(
      fc.property(zones, starts, starts, (zone, start, now) => {
        const [year, thisYear] = [start, now].map((each) => localOf(each.toISOString(), zone).slice(0, 4))
        const text = startsIn(spanOf(start, null, zone), 'en-GB', now.getTime())
        expect(/ \d{4} · /.test(text)).toBe(year !== thisYear)
      }),
      { numRuns: 300 },
    )
  })
})
