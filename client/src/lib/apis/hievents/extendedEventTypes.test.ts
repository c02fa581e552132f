import type { TicketingChange } from '@tuvens/contract'
import { describe, expect, it } from 'vitest'
import { hasTicketing, isExtended, ticketingOf, ticketingOfChange } from './extendedEventTypes.ts'

const extended = {
  id: '11',
  detailsVersion: 3,
  ticketing_enabled: true,
  ticketing_status: 'active',
  ticketing_phase: 'on_sale',
  ticketing_version: 7,
  hi_events_event_id: 2,
  hi_events_event_url: 'https://tickets.example/event/2/x',
  widget_url: 'https://tickets.example/embed/2',
} as const

describe("an event's ticketing (C5)", () => {
  it("reads today's fields", () => {
    expect(ticketingOf(extended)).toEqual({
      eventId: '11',
      status: 'active',
      phase: 'on_sale',
      version: 7,
      detailsVersion: 3,
      eventUrl: 'https://tickets.example/event/2/x',
      widgetUrl: 'https://tickets.example/embed/2',
      dates: [],
      prices: null,
    })
  })

  it("prefers today's fields over the legacy ones beside them", () => {
    const both = { ...extended, hasTicketing: true, contactData: { hiEventsStatus: 'DRAFT' } }
    expect(ticketingOf(both).status).toBe('active')
  })

  it.each([
    ['LIVE', 'active', 'on_sale'],
    ['DRAFT', 'setup', 'preparing'],
    ['ENDED', 'inactive', 'ended'],
    ['CANCELLED', 'inactive', 'cancelled'],
    ['SOMETHING_NEW', 'setup', 'preparing'],
  ])('reads %s from the legacy fields as %s', (hiEventsStatus, status, phase) => {
    const event = { id: '11', hasTicketing: true, hiEventsEventId: 2, contactData: { hiEventsStatus } }
    expect(ticketingOf(event)).toMatchObject({ status, phase, version: 0, widgetUrl: null })
  })

  it('takes a legacy event with only an id as linked and not yet ready', () => {
    expect(ticketingOf({ id: '11', hiEventsEventId: 2 })).toMatchObject({
      status: 'setup',
      phase: 'preparing',
    })
  })

  it('takes an event without any field as one without ticketing', () => {
    expect(ticketingOf({ id: '11' })).toMatchObject({ status: 'none', phase: 'none' })
    expect(ticketingOf({ id: '11', hasTicketing: false }).status).toBe('none')
    expect(hasTicketing({ id: '11' })).toBe(false)
    expect(hasTicketing(extended)).toBe(true)
  })

  it('reports which fields an event has', () => {
    expect(isExtended(extended)).toBe(true)
    expect(isExtended({ id: '11', hasTicketing: true })).toBe(false)
  })

  it('reads a change of the stream in the same words', () => {
    const change: TicketingChange = {
      type: 'ticketing_status_changed',
      eventId: '11',
      status: 'active',
      phase: 'on_sale',
      version: 7,
      detailsVersion: 3,
      timestamp: '2026-01-01T12:00:00.000Z',
      widgetUrl: 'https://tickets.example/embed/2',
      eventUrl: 'https://tickets.example/event/2/x',
    }
    expect(ticketingOfChange(change)).toEqual(ticketingOf(extended))
  })
})
