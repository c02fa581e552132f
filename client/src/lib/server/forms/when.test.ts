import type { TuvensEvent } from '@tuvens/contract'
import { describe, expect, it } from 'vitest'
import { EMPTY_EVENT } from '$lib/forms/event.ts'
import { instantOf, whenProblems, whenValuesOf } from './when.ts'

/** The night in which 02:30 comes twice in Amsterdam. */
const NIGHT = { ...EMPTY_EVENT, timezone: 'Europe/Amsterdam', start: '2027-10-31T02:30' }
const eventAt = (startDate: string, timezone: string, endDate: string | null = null) =>
  whenValuesOf({ startDate, endDate, timezone } as TuvensEvent)

describe('a time of the event form that was left alone', () => {
  it.each([
    ['2027-10-31T00:30:00.000Z', 'Europe/Amsterdam'],
    ['2027-10-31T01:30:00.000Z', 'Europe/Amsterdam'],
    ['2027-10-31T00:30:00.000Z', 'Europe/London'],
    ['2027-11-07T05:30:00.000Z', 'America/New_York'],
    ['2027-11-07T06:30:00.000Z', 'America/New_York'],
    ['2025-11-02T09:30:00.000Z', 'America/Vancouver'],
    ['2027-04-03T15:15:00.000Z', 'Australia/Lord_Howe'],
    ['2027-06-14T18:00:59.000Z', 'Europe/Amsterdam'],
  ])('stays %s in %s, to the second', (instant, zone) => {
    const values = { ...EMPTY_EVENT, ...eventAt('2025-01-01T00:00:00.000Z', zone, instant) }
    expect(whenProblems(values)).toEqual({})
    expect(instantOf(values, 'end')?.toISOString()).toBe(instant)
  })

  it('follows the clock when the zone is changed', () => {
    const values = { ...eventAt('2027-06-14T18:00:07.000Z', 'Europe/Amsterdam'), timezone: 'Europe/London' }
    expect(instantOf(values, 'start')?.toISOString()).toBe('2027-06-14T19:00:00.000Z')
  })
})

describe('a time that comes twice', () => {
  it('is asked about', () => {
    expect(whenProblems(NIGHT)).toEqual({
      start_which: 'Clocks go back that night, so 02:30 comes twice: choose which one you mean',
    })
  })

  it.each([
    ['earlier', '2027-10-31T00:30:00.000Z'],
    ['later', '2027-10-31T01:30:00.000Z'],
  ])('is the %s one when that is chosen', (which, instant) => {
    const values = { ...NIGHT, start_which: which }
    expect(whenProblems(values)).toEqual({})
    expect(instantOf(values, 'start')?.toISOString()).toBe(instant)
  })

  it('is changed to the other one, also when nothing else changes', () => {
    const values = { ...eventAt('2027-10-31T00:30:00.000Z', 'Europe/Amsterdam'), start_which: 'later' }
    expect(instantOf(values, 'start')?.toISOString()).toBe('2027-10-31T01:30:00.000Z')
  })
})

it('a time that does not exist is refused with the reason', () => {
  expect(whenProblems({ ...NIGHT, start: '2027-03-28T02:30' })).toEqual({
    start: 'Clocks go forward from 02:00 to 03:00 that night, so 02:30 does not exist: enter another time',
  })
})

it.each(['0027-06-14T20:00', '2207-06-14T20:00'])('the year of %s is refused in words', (start) => {
  expect(whenProblems({ ...NIGHT, start })).toEqual({ start: 'Enter a year from 1990 to 2199' })
})
