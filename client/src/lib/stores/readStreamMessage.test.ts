import { describe, expect, it } from 'vitest'
import { readStreamMessage, readTicketingStates } from './readStreamMessage.ts'

const change = {
  type: 'ticketing_status_changed',
  eventId: '11',
  status: 'active',
  phase: 'on_sale',
  version: 7,
  detailsVersion: 2,
  timestamp: '2026-01-01T12:00:00.000Z',
  widgetUrl: 'https://tickets.example/embed/2',
  eventUrl: null,
}

describe('a message of the stream', () => {
  it('is read when it is a change, a reset or a heartbeat', () => {
    expect(readStreamMessage(JSON.stringify(change))).toEqual(change)
    expect(readStreamMessage('{"type":"reset"}')).toEqual({ type: 'reset' })
    expect(readStreamMessage('{"type":"heartbeat"}')).toEqual({ type: 'heartbeat' })
  })

  it('may have the dates of the event', () => {
    const date = { id: 1, startDate: '2027-01-01T12:00:00.000Z', endDate: null, label: null, state: 'open' }
    const read = (dates: unknown) => readStreamMessage(JSON.stringify({ ...change, dates }))
    expect(read([date])).toEqual({ ...change, dates: [date] })
    for (const wrong of [
      { state: 'moved' },
      { startDate: 'soon' },
      { endDate: 7 },
      { label: {} },
      { id: '1' },
    ])
      expect(read([{ ...date, ...wrong }])).toBeNull()
  })

  it.each([
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a number', '7'],
    ['a type we do not know', JSON.stringify({ ...change, type: 'seats_changed' })],
    ['a status we do not know', JSON.stringify({ ...change, status: 'gone' })],
    ['a phase we do not know', JSON.stringify({ ...change, phase: 'toString' })],
    ['an id that is a number', JSON.stringify({ ...change, eventId: 11 })],
    ['a version that is text', JSON.stringify({ ...change, version: '7' })],
    ['a version of the details that is missing', JSON.stringify({ ...change, detailsVersion: undefined })],
    ['an address that runs script', JSON.stringify({ ...change, widgetUrl: 'javascript:alert(1)' })],
    ['no address', JSON.stringify({ ...change, widgetUrl: undefined })],
  ])('is ignored when it is %s', (_, data) => {
    expect(readStreamMessage(data)).toBeNull()
  })
})

describe('an answer without a stream', () => {
  it('is read without the states that this site does not define', () => {
    expect(readTicketingStates({ states: [change, { ...change, phase: 'toString' }, null] })).toEqual([
      change,
    ])
  })

  it.each([null, 7, [], {}, { states: 'none' }])('is refused when it is %j', (value) => {
    expect(readTicketingStates(value)).toBeNull()
  })
})
