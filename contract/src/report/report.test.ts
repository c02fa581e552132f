import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { LinkReport, TicketingReport } from './report.ts'

const empty = {
  event_id: '11',
  compiled_at: '2026-01-01T12:00:00.000Z',
  status: 'none',
  phase: 'none',
  version: 0,
  changed_at: null,
  hi_events_event_id: null,
  widget_url: null,
  ends_at: null,
  last_message: null,
  future_message_at: null,
  link_report_outcome: 'unreachable',
  link_report: null,
}

describe('the ticketing report schema', () => {
  it('accepts the report of an event without ticketing while the ticket origin is unreachable', () => {
    expect(Value.Check(TicketingReport, empty)).toBe(true)
  })

  it.each([
    ['an unknown outcome of the link report', { link_report_outcome: 'exploded' }],
    ['a source status in place of a ticketing status', { status: 'LIVE' }],
    ['an event id of zero', { event_id: '0' }],
  ])('rejects %s', (_, change) => {
    expect(Value.Check(TicketingReport, { ...empty, ...change })).toBe(false)
  })

  it('has no field for free text of the ticket system', () => {
    const free = JSON.stringify(LinkReport).match(/"type":"string"(?!,"(pattern|format|enum))/g) ?? []
    // The only one: frame_origins, a setting of ours.
    expect(free).toHaveLength(1)
  })
})
