import { describe, expect, it } from 'vitest'
import { startOnClockOf } from './dates.ts'

const evening = {
  startDate: '2026-06-13T18:00:00.000Z',
  endDate: '2026-06-13T21:30:00.000Z',
  timezone: 'Europe/Amsterdam',
}

describe("the start on a reader's clock", () => {
  it.each([
    ['is their hour', 'America/New_York', '14:00'],
    ['tells the day when it is another one', 'Asia/Tokyo', 'Sun 14 Jun, 03:00'],
    ["is nothing new where it is the event's own", 'Europe/Amsterdam', null],
    ['nor in a zone that shows the same', 'Europe/Berlin', null],
  ])('%s: %s', (_says, zone, told) => expect(startOnClockOf(evening, 'en-GB', zone)).toBe(told))
})
