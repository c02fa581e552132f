import { describe, expect, it } from 'vitest'
import { EMPTY_EVENT, type EventValues } from '$lib/forms/event.ts'
import { addLine, lineOf, readLines } from '$lib/forms/further-dates.ts'
import { askWhich, furtherDatesOf, furtherProblem, furtherValuesOf } from './further-dates.ts'

const VALUES: EventValues = {
  ...EMPTY_EVENT,
  start: '2031-05-01T20:00',
  end: '2031-05-01T23:00',
  timezone: 'Europe/Amsterdam',
}
const withDates = (further_dates: string): EventValues => ({ ...VALUES, further_dates })

describe('the further dates of an event form', () => {
  it.each([
    ['2031-05-08 20:00', [{ startDate: '2031-05-08T18:00:00.000Z', endDate: null }]],
    [
      '2031-05-08 20:00 – 23:00',
      [{ startDate: '2031-05-08T18:00:00.000Z', endDate: '2031-05-08T21:00:00.000Z' }],
    ],
    ['an end in the night after', null],
    [
      '2031-05-08T20:00-01:00',
      [{ startDate: '2031-05-08T18:00:00.000Z', endDate: '2031-05-08T23:00:00.000Z' }],
    ],
    [
      '2031-05-08 9:00 to 2031-05-10 17:00',
      [{ startDate: '2031-05-08T07:00:00.000Z', endDate: '2031-05-10T15:00:00.000Z' }],
    ],
    [
      '\n2031-05-15 20:00\n\n  2031-05-08 20:00  ',
      [
        { startDate: '2031-05-08T18:00:00.000Z', endDate: null },
        { startDate: '2031-05-15T18:00:00.000Z', endDate: null },
      ],
    ],
    ['2031-10-26 02:30 earlier', [{ startDate: '2031-10-26T00:30:00.000Z', endDate: null }]],
    ['2031-10-26 02:30 later', [{ startDate: '2031-10-26T01:30:00.000Z', endDate: null }]],
  ])('are read from %j', (text, dates) => {
    const values = withDates(text)
    if (dates === null) expect(furtherProblem(values)).toContain('write it like')
    else expect([furtherProblem(values), furtherDatesOf(values)]).toEqual([undefined, dates])
  })

  it.each([
    ['2031-04-30 20:00', 'Date 2 (2031-04-30 20:00): it has to be after the first date, which is above'],
    ['2031-05-08 20:00\nsoon', 'Date 3 (soon): write it like 2031-05-08 20:00 – 23:00'],
    ['2031-05-32 20:00', 'Date 2 (2031-05-32 20:00): enter a day and a time'],
    ['2031-05-08 20:00 – 2031-05-08 19:00', 'the end has to be after the start'],
    [
      '2031-05-08 20:00\n2031-05-08 20:00 – 21:00',
      'Date 3 (2031-05-08 20:00 – 21:00): this date is there twice',
    ],
    ['2031-03-30 02:30', 'clocks go forward from 02:00 to 03:00 that night, so 02:30 does not exist'],
    ['2031-10-26 02:30', 'clocks go back that night, so 02:30 comes twice: choose which one you mean'],
    ['9999-05-08 20:00', 'enter a day and a time'],
    [
      Array.from({ length: 101 }, (_each, at) => `2032-01-01 ${10 + (at % 10)}:00`).join('\n'),
      'An event has at most 100 dates: take 2 away',
    ],
  ])('are refused with a reason: %j', (text, problem) => {
    expect(furtherProblem(withDates(text))).toContain(problem)
  })

  it('ask which one is meant of two equal times, and keep everything else', () => {
    const asked = askWhich(withDates('2031-10-26 02:30 – 05:00\n2031-11-01 20:00\nsoon'))
    expect(asked.further_dates).toBe('2031-10-26 02:30 earlier – 05:00\n2031-11-01 20:00\nsoon')
    expect(furtherProblem(withDates(asked.further_dates.replace('\nsoon', '')))).toBeUndefined()
  })

  it('are not looked at one by one when there are more than an event may have', () => {
    const text = Array.from({ length: 1_000 }, () => '2031-10-26 02:30').join('\n')
    expect(askWhich(withDates(text)).further_dates).toBe(text)
    expect(furtherProblem(withDates(text))).toContain('at most 100 dates')
  })

  it('stay the instants that they were when they are left alone', () => {
    const dates = [
      { startDate: '2031-05-08T18:00:07.000Z', endDate: '2031-05-08T21:00:09.000Z' },
      { startDate: '2031-10-26T01:30:00.000Z', endDate: null },
    ]
    const shown = furtherValuesOf(dates, VALUES.timezone)
    expect(shown.further_dates).toBe('2031-05-08 20:00 – 23:00\n2031-10-26 02:30 later')
    const values = { ...VALUES, ...shown }
    expect([furtherProblem(values), furtherDatesOf(values)]).toEqual([undefined, dates])
  })

  it('are shown as they are read', () => {
    for (const text of [
      '2031-05-08 20:00',
      '2031-05-08 20:00 – 01:00',
      '2031-05-08 09:00 – 2031-05-10 17:00',
    ])
      expect(readLines(text).map((line) => line && lineOf(line))).toEqual([text])
  })

  it('are a week apart when one is added', () => {
    const first = { start: VALUES.start, end: VALUES.end }
    expect(addLine('', first)).toBe('2031-05-08 20:00 – 23:00')
    expect(addLine('2031-12-28 22:00 – 01:00', first)).toBe(
      '2031-12-28 22:00 – 01:00\n2032-01-04 22:00 – 01:00',
    )
    expect(addLine('', { start: '', end: '' })).toBe('')
  })
})
