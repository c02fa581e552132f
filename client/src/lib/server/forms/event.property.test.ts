import { CreateEventRequest } from '@tuvens/contract'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { EMPTY_EVENT, EVENT_FIELDS, type EventValues } from '$lib/forms/event.ts'
import { allZones } from '$lib/format/zones.ts'
import { fieldsOf, problemsOf, problemsOfApi, readEventForm } from './event.ts'

const VALID: EventValues = { ...EMPTY_EVENT, title: 'Dinner', start: '2030-06-13T20:00' }
const text = (maxLength: number) => fc.string({ maxLength })
/** Values that people and attackers type: valid ones, empty ones, and anything. */
const values: fc.Arbitrary<EventValues> = fc.record({
  account_id: fc.constant('1'),
  title: fc.oneof(fc.constant('Dinner'), text(200)),
  category: fc.oneof(fc.constantFrom('MUSIC', 'ART'), text(10)),
  description: text(300),
  start: fc.oneof(fc.constant('2030-06-13T20:00'), text(20)),
  start_instant: fc.oneof(fc.constantFrom('', '2030-06-13T18:00:07.000Z'), text(20)),
  start_which: fc.oneof(fc.constantFrom('', 'earlier', 'later'), text(9)),
  end_instant: fc.oneof(fc.constantFrom('', '2030-06-13T21:00:00.000Z'), text(20)),
  end_which: fc.oneof(fc.constantFrom('', 'earlier', 'later'), text(9)),
  end: fc.oneof(fc.constantFrom('', '2030-06-13T23:00', '2030-06-13T19:00'), text(20)),
  further_dates: fc.oneof(
    fc.constantFrom(
      '',
      '2030-06-20 20:00 – 23:00\n2030-06-27 20:00',
      '2030-06-20 20:00\nnext week',
      '2030-06-01 20:00',
    ),
    text(60),
  ),
  further_instants: fc.oneof(fc.constantFrom('', '2030-06-20T18:00:07.000Z/'), text(40)),
  timezone: fc.oneof(fc.constantFrom(...allZones()), text(10)),
  venue_name: fc.oneof(fc.constantFrom('', 'De Kas'), text(210)),
  venue_address: text(210),
  venue_zip: text(25),
  venue_city: text(130),
  venue_region: text(130),
  venue_country: fc.oneof(fc.constantFrom('', 'NL'), text(3)),
  image_url: fc.oneof(fc.constant(''), fc.webUrl(), text(30)),
  image_alt: text(30),
  currency: fc.constantFrom('EUR', 'GBP'),
  contact_email: fc.oneof(fc.constantFrom('', 'hello@example.com'), text(30)),
  contact_phone: text(45),
  contact_website: fc.oneof(fc.constant(''), fc.webUrl(), text(30)),
  etag: fc.constant(''),
  base: fc.constant(''),
})

function formOf(typed: EventValues): FormData {
  const form = new FormData()
  for (const name of EVENT_FIELDS) form.set(name, typed[name])
  return form
}

describe('an event form without problems', () => {
  it('always becomes a request that the contract accepts', () => {
    fc.assert(
      fc.property(values, (typed) => {
        const read = readEventForm(formOf(typed))
        if (Object.keys(problemsOf(read)).length > 0) return
        expect(Value.Check(CreateEventRequest, { ...fieldsOf(read), account_id: 1 })).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the order of start and end', () => {
    fc.assert(
      fc.property(values, (typed) => {
        const read = readEventForm(formOf({ ...typed, title: 'Dinner' }))
        if (Object.keys(problemsOf(read)).length > 0) return
        const { startDate, endDate } = fieldsOf(read)
        expect(endDate === null || endDate > startDate).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the problems of an event form', () => {
  it('stand only at fields that the form has', () => {
    fc.assert(
      fc.property(values, (typed) => {
        for (const field of Object.keys(problemsOf(typed))) expect(EVENT_FIELDS).toContain(field)
      }),
    )
  })

  it('from the API stand only at fields that the form has, whatever it names', () => {
    const details = fc.array(
      fc.record({
        field: fc.oneof(
          fc.constantFrom('startDate', 'venue.city', 'title', '__proto__', 'toString'),
          fc.string(),
        ),
        message: fc.string(),
      }),
    )
    fc.assert(
      fc.property(details, (given) => {
        for (const field of Object.keys(problemsOfApi(given))) expect(EVENT_FIELDS).toContain(field)
      }),
    )
  })

  it.each([
    ['title', 150],
    ['description', 20_000],
    ['venue_address', 200],
    ['venue_zip', 20],
    ['venue_city', 120],
    ['venue_region', 120],
    ['contact_phone', 40],
  ] as const)('begin for %s at one character over %d', (field, max) => {
    const base = { ...VALID, venue_name: 'De Kas' }
    const read = (length: number) => readEventForm(formOf({ ...base, [field]: 'x'.repeat(length) }))
    expect(problemsOf(read(max))).toEqual({})
    expect(Object.keys(problemsOf(read(max + 1)))).toEqual([field])
    expect(Object.keys(problemsOf(read(max + 5_000)))).toEqual([field])
  })
})
