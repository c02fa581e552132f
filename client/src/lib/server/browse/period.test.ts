import { describe, expect, it } from 'vitest'
import { filterOf, paramsOf, queryOf } from './filter.ts'

// A Wednesday, two hours before midnight in Amsterdam.
const NOW = Date.parse('2026-06-17T20:00:00Z')
const at = (address: string, time = { now: NOW, zone: 'Europe/Amsterdam' }) =>
  queryOf(filterOf(new URLSearchParams(address)), time)

describe('the times to browse by', () => {
  it.each([
    ['when=today', '2026-06-16T22:00:00.000Z', '2026-06-17T22:00:00.000Z'],
    ['when=weekend', '2026-06-19T22:00:00.000Z', '2026-06-21T22:00:00.000Z'],
    ['when=week', '2026-06-16T22:00:00.000Z', '2026-06-21T22:00:00.000Z'],
    ['when=month', '2026-06-16T22:00:00.000Z', '2026-06-30T22:00:00.000Z'],
    ['from=2026-07-01&to=2026-07-02', '2026-06-30T22:00:00.000Z', '2026-07-02T22:00:00.000Z'],
    ['from=2026-07-01&when=today', '2026-06-30T22:00:00.000Z', undefined],
    ['to=2026-07-02', undefined, '2026-07-02T22:00:00.000Z'],
  ])("are days of the reader's zone: %s", (address, from, to) => {
    expect(at(address)).toEqual({ when: 'upcoming', ...(from && { from }), ...(to && { to }) })
  })

  it('count the hours of a day on which clocks change', () => {
    const time = { now: Date.parse('2026-10-25T10:00:00Z'), zone: 'Europe/Amsterdam' }
    const { from, to } = at('when=today', time)
    expect([from, to]).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
  })

  it('end a weekend that has begun on its Sunday', () => {
    const sunday = { now: Date.parse('2026-06-21T10:00:00Z'), zone: 'UTC' }
    expect(at('when=weekend', sunday)).toMatchObject({
      from: '2026-06-21T00:00:00.000Z',
      to: '2026-06-22T00:00:00.000Z',
    })
    const saturday = { now: Date.parse('2026-06-20T10:00:00Z'), zone: 'UTC' }
    expect(at('when=weekend', saturday)).toMatchObject({ from: '2026-06-20T00:00:00.000Z' })
  })

  it('look for days that are over in the past', () => {
    expect(at('from=2026-05-01&to=2026-06-16')).toMatchObject({ when: 'past' })
    expect(at('to=2026-06-17')).toMatchObject({ when: 'upcoming' })
    expect(at('when=past')).toEqual({ when: 'past' })
  })
})

describe('an address of the list', () => {
  it('loses what cannot be looked for, and keeps the rest', () => {
    const filter = filterOf(
      new URLSearchParams('q= jazz &city=Zürich&category=PARTY&price=cheap&when=never&from=2026-02-31&to=x'),
    )
    expect(paramsOf(filter)).toEqual({ q: 'jazz', city: 'Zürich' })
    const all = {
      q: 'jazz',
      city: 'Oslo',
      category: 'MUSIC',
      price: 'free',
      when: 'week',
      from: '2026-07-01',
    }
    expect(paramsOf(filterOf(new URLSearchParams(all)))).toEqual(all)
  })
})
