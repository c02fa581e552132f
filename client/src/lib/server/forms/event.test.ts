import { CreateEventRequest, type TuvensEvent } from '@tuvens/contract'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { EMPTY_EVENT, type EventValues } from '$lib/forms/event.ts'
import { fieldsOf, problemsOf, problemsOfApi, readEventForm, valuesOf } from './event.ts'

const typed: EventValues = {
  ...EMPTY_EVENT,
  title: 'Dinner',
  category: 'FOOD_DRINK',
  start: '2026-06-13T20:00',
  end: '2026-06-13T23:30',
  venue_name: 'De Kas',
  venue_country: 'NL',
  contact_email: 'hello@example.com',
}

function formOf(values: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(values)) form.set(name, value)
  return form
}

describe('the event form', () => {
  it('is read as typed, without surrounding space', () => {
    const values = readEventForm(formOf({ ...typed, title: '  Dinner  ', description: 'One\r\ntwo' }))
    expect(values).toEqual({ ...typed, description: 'One\ntwo' })
  })

  it('is cleaned of the control characters that a paste brings', () => {
    const pasted = {
      title: 'Din\u0000ner\u007f',
      description: 'One\u000btwo\u2028three\tfour\u0085five\u0007',
    }
    const values = readEventForm(formOf({ ...typed, ...pasted }))
    expect(values).toEqual({ ...typed, description: 'One\ntwo\nthree\tfour\nfive' })
  })

  it('treats missing fields and files as empty', () => {
    const form = new FormData()
    form.set('title', new File(['x'], 'x.txt'))
    expect(readEventForm(form).title).toBe('')
  })

  it('becomes a request that the API accepts', () => {
    const fields = fieldsOf(typed)
    expect(fields).toMatchObject({
      startDate: '2026-06-13T18:00:00.000Z',
      endDate: '2026-06-13T21:30:00.000Z',
      venue: { name: 'De Kas', country: 'NL' },
      imageUrl: null,
      imageAlt: null,
      contactData: { email: 'hello@example.com' },
    })
    expect(Value.Check(CreateEventRequest, { ...fields, account_id: 1 })).toBe(true)
  })

  it('has no problem when title and start are there', () => {
    expect(problemsOf({ ...EMPTY_EVENT, title: 'Dinner', start: '2026-06-13T20:00' })).toEqual({})
  })

  it.each<[string, Partial<EventValues>, keyof EventValues]>([
    ['no title', { title: '' }, 'title'],
    ['a title too long', { title: 'x'.repeat(151) }, 'title'],
    ['no start', { start: '' }, 'start'],
    ['an end that is no date', { end: 'later' }, 'end'],
    ['an end before the start', { end: '2026-06-13T19:00' }, 'end'],
    ['a zone that does not exist', { timezone: 'Europe/Atlantis' }, 'timezone'],
    ['an address without a place', { venue_name: '', venue_city: 'Gent' }, 'venue_name'],
    ['a country that is none', { venue_country: 'Holland' }, 'venue_country'],
    ['a picture that is no address', { image_url: 'poster.png' }, 'image_url'],
    ['a picture that runs script', { image_url: 'javascript:alert(1)' }, 'image_url'],
    ['an e-mail that is none', { contact_email: 'hello@' }, 'contact_email'],
    ['a website that is no address', { contact_website: 'www.example.com' }, 'contact_website'],
    ['a description too long', { description: 'x'.repeat(20_001) }, 'description'],
  ])('reports %s at its field', (_, change, field) => {
    expect(Object.keys(problemsOf({ ...typed, ...change }))).toEqual([field])
  })

  it('names what the API refuses at the fields where they can be corrected', () => {
    const problems = problemsOfApi([
      { field: 'startDate', message: 'startDate must be in the future' },
      { field: 'venue.city', message: 'venue.city is too long' },
      { field: 'constructor', message: 'unknown' },
    ])
    expect(problems).toEqual({ start: 'Correct the start', venue_city: 'Correct the town' })
  })

  it('shows an event as it was typed, in its own time zone', () => {
    const event = {
      ...fieldsOf(typed),
      id: '11',
      accountId: 3,
      accountName: 'Noorderlicht',
    } as unknown as TuvensEvent
    expect(valuesOf(event, '"e"')).toEqual({
      ...typed,
      start_instant: '2026-06-13T18:00:00.000Z',
      end_instant: '2026-06-13T21:30:00.000Z',
      account_id: '3',
      etag: '"e"',
    })
  })
})
