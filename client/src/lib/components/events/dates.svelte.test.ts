import type { DateState, TuvensEvent } from '@tuvens/contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { datesOf } from '$lib/format/when/event-dates.ts'
import { timesOf } from '$lib/format/when/times.ts'
import { cardOf } from '$lib/server/card.ts'
import { fillDemo } from '../../../../test-support/demo.ts'
import { find, render, renderLive, textOf } from '../../../../test-support/mounted.ts'
import { StandInWorld } from '../../../../test-support/world.ts'
import EventCard from './EventCard.svelte'
import EventDates from './EventDates.svelte'
import EventFacts from './EventFacts.svelte'

const NOW = Date.parse('2026-06-10T12:00:00Z')

let event: TuvensEvent

beforeEach(() => {
  const world = new StandInWorld('http://tickets.localhost:3002')
  fillDemo(world)
  const [first] = world.events
  event = first ?? expect.unreachable('the demo has events')
})

const date = (day: number, state: DateState = 'open', label: string | null = null) => ({
  id: day,
  startDate: `2026-06-${String(day).padStart(2, '0')}T18:00:00.000Z`,
  endDate: `2026-06-${String(day).padStart(2, '0')}T20:00:00.000Z`,
  label,
  state,
})
const textsOf = (each: { startDate: string; endDate: string | null }) =>
  timesOf({ ...each, timezone: event.timezone }, 'en-GB')

describe('the dates of an event', () => {
  const show = (...dates: ReturnType<typeof date>[]) =>
    render(EventDates, { dates: datesOf(event, dates, NOW), timesOf: textsOf, phase: 'low' as const })

  it('have each its state in the words of every page', () => {
    const page = show(date(9), date(11, 'open', 'Late show'), date(12, 'sold_out'), date(13, 'cancelled'))
    const lines = [...page.querySelectorAll('li')].map(textOf)
    expect(lines).toEqual([
      'Thursday 11 June 2026 20:00 – 22:00 Late show On sale',
      'Friday 12 June 2026 20:00 – 22:00 Sold out',
      'Saturday 13 June 2026 20:00 – 22:00 Cancelled',
      'Tuesday 9 June 2026 20:00 – 22:00 Over',
    ])
  })

  it('are on sale only where the ticket system has them', () => {
    const { id: _first, label: _none, state: _open, ...first } = date(11)
    const furtherDates = [12, 13].map((day) => ({ startDate: date(day).startDate, endDate: null }))
    const dates = datesOf({ ...first, furtherDates }, [], NOW)
    const ofSingleDate = { dates, isTicketed: false, timesOf: textsOf, phase: 'on_sale' as const }
    const page = render(EventDates, ofSingleDate)
    expect([...page.querySelectorAll('li')].map(textOf)).toEqual([
      'Thursday 11 June 2026 20:00 – 22:00 On sale',
      'Friday 12 June 2026 20:00',
      'Saturday 13 June 2026 20:00',
    ])
    expect(textOf(page)).toContain('Tickets are for the first of these dates.')
    expect(textOf(render(EventDates, { ...ofSingleDate, phase: 'none' }))).not.toContain('Tickets are for')
  })

  it('are folded away when there are many, and when they are over', () => {
    const page = show(date(8), ...[11, 12, 13, 14, 15, 16, 17, 18].map((day) => date(day)))
    const summaries = [...page.querySelectorAll('details details > summary')].map(textOf)
    expect(summaries).toEqual(['2 more dates', 'Dates that are over (1)'])
    expect(page.querySelectorAll('details:not(:has(details)) li')).toHaveLength(3)
  })
})

describe('an event of several dates', () => {
  it('shows in lists the next one that can be visited, and how many follow', () => {
    const ticketing_dates = [date(9), date(11, 'cancelled'), date(12, 'sold_out'), date(13), date(14)]
    const page = renderLive(EventCard, { event: cardOf({ ...event, ticketing_dates }, 'en-GB', NOW) })
    expect(textOf(find(page, '.eyebrow'))).toBe('Fri 12 Jun · 20:00 + 2 more dates')
    expect(find(page, 'time').getAttribute('datetime')).toBe(date(12).startDate)
  })

  it('shows on its page the next one, with a link to the others', () => {
    const next = date(12)
    const reader = { locale: 'en-GB', zone: null }
    const page = render(EventFacts, { event, date: next, more: 1, times: textsOf(next), reader })
    expect(textOf(page)).toContain('Friday 12 June 2026')
    const link = find<HTMLAnchorElement>(page, 'a')
    expect([link.getAttribute('href'), textOf(link)]).toEqual(['#dates', '+ 1 more date'])
  })
})
