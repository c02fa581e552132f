import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { LinkReport, TicketingReport } from './report.ts'

const empty = {
  event_id: '11',
  seen_at: '2026-01-01T12:00:00.000Z',
  status: 'none',
  phase: 'none',
  version: 0,
  changed_at: null,
  hi_events_event_id: null,
  widget_url: null,
  ends_at: null,
  last_message: null,
  ticket_side: 'away',
  tickets: null,
}

describe('the report', () => {
  it('of an event without ticketing, while the ticket origin is away, is a report', () => {
    expect(Value.Check(TicketingReport, empty)).toBe(true)
  })

  it.each([
    ['a word for the ticket origin', { ticket_side: 'exploded' }],
    ['a status', { status: 'LIVE' }],
    ['an id', { event_id: '0' }],
  ])('knows no other %s', (_, change) => {
    expect(Value.Check(TicketingReport, { ...empty, ...change })).toBe(false)
  })

  it('has no room for free text of the ticket system', () => {
    const free = JSON.stringify(LinkReport).match(/"type":"string"(?!,"(pattern|format|enum))/g) ?? []
    // The origins that may frame are our own setting.
    expect(free).toHaveLength(1)
  })
})
