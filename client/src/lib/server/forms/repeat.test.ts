import { describe, expect, it } from 'vitest'
import { EMPTY_EVENT, type EventValues } from '$lib/forms/event.ts'
import { NO_REPEAT, type RepeatValues } from '$lib/forms/repeat.ts'
import { furtherDatesOf, furtherProblem } from './further-dates.ts'
import { repeat, repeatDates } from './repeat.ts'

/** A Friday, the fifth of its month. */
const VALUES: EventValues = {
  ...EMPTY_EVENT,
  start: '2031-10-31T20:00',
  end: '2031-10-31T23:30',
  timezone: 'Europe/Amsterdam',
}
const rule = (change: Partial<RepeatValues>): RepeatValues => ({ ...NO_REPEAT, ...change })
const added = (change: Partial<RepeatValues>, values = VALUES) =>
  repeat(values, rule(change)).values.further_dates.split('\n')

describe('a rule of the event form', () => {
  it.each<[string, Partial<RepeatValues>, string[]]>([
    [
      'every day',
      { repeat_every: 'day', repeat_until: '2031-11-02' },
      ['2031-11-01 20:00 – 23:30', '2031-11-02 20:00 – 23:30'],
    ],
    [
      'every week',
      { repeat_every: 'week', repeat_until: '2031-11-14' },
      ['2031-11-07 20:00 – 23:30', '2031-11-14 20:00 – 23:30'],
    ],
    [
      'every week on two days',
      { repeat_every: 'week', repeat_until: '2031-11-07', repeat_days: ['MO', 'FR'] },
      ['2031-11-03 20:00 – 23:30', '2031-11-07 20:00 – 23:30'],
    ],
    [
      'every two weeks',
      { repeat_every: 'two_weeks', repeat_until: '2031-11-28' },
      ['2031-11-14 20:00 – 23:30', '2031-11-28 20:00 – 23:30'],
    ],
    [
      'the same day of every month that has it',
      { repeat_every: 'month_day', repeat_until: '2032-01-31' },
      ['2031-12-31 20:00 – 23:30', '2032-01-31 20:00 – 23:30'],
    ],
    [
      'the last Friday of every month',
      { repeat_every: 'month_weekday', repeat_until: '2031-12-31' },
      ['2031-11-28 20:00 – 23:30', '2031-12-26 20:00 – 23:30'],
    ],
  ])('adds %s', (_name, change, lines) => {
    expect(added(change)).toEqual(lines)
  })

  it('keeps the time of the clock when clocks change', () => {
    const values = { ...VALUES, start: '2031-10-24T20:00', end: '' }
    const { values: repeated } = repeat(values, rule({ repeat_every: 'week', repeat_until: '2031-10-31' }))
    expect(furtherDatesOf(repeated)).toEqual([{ startDate: '2031-10-31T19:00:00.000Z', endDate: null }])
  })

  it('asks which one is meant in the night in which clocks go back', () => {
    const form = new FormData()
    form.set('repeat_every', 'day')
    form.set('repeat_until', '2031-10-26')
    const values = { ...VALUES, start: '2031-10-25T02:30', end: '' }
    const repeated = repeatDates(form, { values, errors: {} })
    expect([repeated.values.further_dates, repeated.added]).toEqual(['2031-10-26 02:30 earlier', 1])
  })

  it('adds no date twice, and keeps those that are there', () => {
    const values = { ...VALUES, further_dates: '2031-11-05 10:00\n2031-11-07 20:00 – 22:00' }
    expect(added({ repeat_every: 'week', repeat_until: '2031-11-14' }, values)).toEqual([
      '2031-11-05 10:00',
      '2031-11-07 20:00 – 22:00',
      '2031-11-14 20:00 – 23:30',
    ])
  })

  it('adds no date twice that is written in another way', () => {
    const values = { ...VALUES, further_dates: '2031-11-07T20:00 to 22:00' }
    expect(added({ repeat_every: 'week', repeat_until: '2031-11-14' }, values)).toEqual([
      '2031-11-07T20:00 to 22:00',
      '2031-11-14 20:00 – 23:30',
    ])
  })

  it.each<[Partial<RepeatValues>, Partial<EventValues>, object]>([
    [{ repeat_until: '2031-11-14' }, {}, { repeat_every: 'Choose how often it takes place' }],
    [{ repeat_every: 'toString', repeat_until: '2031-11-14' }, {}, { repeat_every: expect.any(String) }],
    [{ repeat_every: 'week' }, {}, { repeat_until: 'Enter the day of the last date' }],
    [
      { repeat_every: 'week', repeat_until: '+275760-09-13' },
      {},
      { repeat_until: 'Enter the day of the last date' },
    ],
    [{ repeat_every: 'week', repeat_until: 'x' }, {}, { repeat_until: 'Enter the day of the last date' }],
    [
      { repeat_every: 'week', repeat_until: '2031-11-06' },
      {},
      { repeat_until: 'No further date is before that day' },
    ],
    [
      { repeat_every: 'day', repeat_until: '2199-11-06' },
      {},
      { repeat_until: 'An event has at most 100 dates: choose an earlier day' },
    ],
    [{ repeat_every: 'day', repeat_until: '2031-11-14' }, { start: '' }, { start: expect.any(String) }],
  ])('refuses %j with a reason, and changes nothing', (change, typed, errors) => {
    const values = { ...VALUES, ...typed }
    expect(repeat(values, rule(change))).toEqual({ values, errors, added: 0 })
  })

  it('makes dates without problems', () => {
    const { values } = repeat(VALUES, rule({ repeat_every: 'day', repeat_until: '2032-02-06' }))
    expect([furtherProblem(values), furtherDatesOf(values).length]).toEqual([undefined, 98])
  })
})
