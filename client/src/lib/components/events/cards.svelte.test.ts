import type { TuvensEvent } from '@tuvens/contract'
import { TICKETING_PHASES } from '@tuvens/contract/ticketing-status'
import { PHASES } from '@tuvens/design'
import { beforeEach, describe, expect, it } from 'vitest'
import { type CardEvent, cardOf } from '$lib/server/card.ts'
import { timesOf } from '$lib/format/when/times.ts'
import { StandInApi } from '../../../../test-support/api-server.ts'
import { fillDemo } from '../../../../test-support/demo.ts'
import { HttpEventSource } from '../../../../test-support/event-source.ts'
import { eventually } from '../../../../test-support/eventually.ts'
import { find, renderLive, render, textOf } from '../../../../test-support/mounted.ts'
import { StandInWorld } from '../../../../test-support/world.ts'
import { EventUpdates } from '$lib/stores/eventUpdatesStore.ts'
import EventAbout from './EventAbout.svelte'
import EventCard from './EventCard.svelte'
import FeaturedEvent from './FeaturedEvent.svelte'
import OwnEvent from './OwnEvent.svelte'

const NOW = Date.parse('2026-03-01T12:00:00Z')

let event: TuvensEvent
let world: StandInWorld

beforeEach(() => {
  world = new StandInWorld('http://tickets.localhost:3002')
  fillDemo(world)
  event = { ...(world.event('1') ?? expect.unreachable('the demo has an event')), title: 'Dinner & dance' }
  event.startDate = '2026-06-13T18:00:00.000Z'
  event.endDate = '2026-06-13T21:30:00.000Z'
})

const card = (change: Partial<TuvensEvent> = {}) => cardOf({ ...event, ...change }, 'en-GB', NOW)

describe('the card of an event', () => {
  it('links its title to the page of the event', () => {
    const link = find<HTMLAnchorElement>(renderLive(EventCard, { event: card() }), 'a')
    expect([link.getAttribute('href'), link.textContent]).toEqual(['/event/1', 'Dinner & dance'])
  })

  it('shows start and place, with the start for machines', () => {
    const page = renderLive(EventCard, { event: card() })
    expect(textOf(page)).toContain('Sat 13 Jun · 20:00')
    expect(textOf(page)).toContain('Paradiso Noord, Amsterdam')
    expect(find(page, 'time').getAttribute('datetime')).toBe(event.startDate)
  })

  it('shows that the place is not known yet', () => {
    expect(textOf(renderLive(EventCard, { event: card({ venue: null }) }))).toContain('Place to be announced')
  })

  it.each(['h2', 'h3'] as const)('has a heading of the level of its list: %s', (heading) => {
    expect(find(renderLive(EventCard, { event: card(), heading }), heading).textContent).toBe(
      'Dinner & dance',
    )
  })

  it.each(TICKETING_PHASES.filter((phase) => phase !== 'none'))(
    'shows the badge of the phase %s',
    (phase) => {
      const page = renderLive(EventCard, { event: card({ ticketing_phase: phase }) })
      expect(textOf(find(page, '.badge'))).toBe(PHASES[phase].label)
    },
  )

  it.each([
    ['on_sale', '€12.50'],
    ['low', '€12.50'],
    ['sold_out', undefined],
  ] as const)('shows what tickets cost while they are on sale: %s', (ticketing_phase, price) => {
    const ticketing_prices = { currency: 'EUR', least: '12.50', most: '12.50' }
    const page = renderLive(EventCard, { event: card({ ticketing_phase, ticketing_prices }) })
    expect(page.querySelector('.price')?.textContent).toBe(price)
  })

  it('shows no badge without ticketing', () => {
    const without = card({ ticketing_phase: 'none', ticketing_status: 'none' })
    expect(renderLive(EventCard, { event: without }).querySelector('.badge')).toBeNull()
  })
})

describe('the featured event', () => {
  it('shows day, hours, place and organiser, and loads its picture at once', () => {
    const page = renderLive(FeaturedEvent, { event: card(), times: timesOf(event, 'en-GB') })
    expect(textOf(page)).toContain('Saturday 13 June 2026 · 20:00 – 23:30')
    expect(textOf(page)).toContain('By Noorderlicht')
    expect(find(page, 'img').getAttribute('loading')).toBe('eager')
  })
})

describe("an organiser's own event in their list", () => {
  it.each([
    ['none', 'Enable ticketing'],
    ['preparing', 'Continue set-up'],
    ['on_sale', 'Manage tickets'],
    ['sold_out', 'Manage tickets'],
    ['ended', 'See orders'],
  ] as const)('offers, in the phase %s, the button: %s', (phase, label) => {
    const page = renderLive(OwnEvent, { event: card({ ticketing_phase: phase }), now: NOW, canManage: true })
    const form = find<HTMLFormElement>(page, 'form')
    expect([form.method, form.getAttribute('action')]).toEqual(['post', '/event/1/enter'])
    expect(textOf(find(form, 'button'))).toBe(label)
  })

  it.each([
    ['setup', NOW, true],
    ['inactive', NOW, true],
    ['active', NOW, false],
    ['none', NOW, false],
    ['setup', Date.parse('2026-06-14T00:00:00Z'), false],
  ] as const)(
    'with the status %s links to the report while the event is to come: %#',
    (status, now, isLinked) => {
      const page = renderLive(OwnEvent, { event: card({ ticketing_status: status }), now, canManage: true })
      expect(page.querySelector('a[href="/event/1/ticketing"]') !== null).toBe(isLinked)
    },
  )
})

describe('an edit while a list is open', () => {
  const lists: [string, (given: CardEvent, live: EventUpdates) => HTMLElement][] = [
    ['the card', (given, live) => renderLive(EventCard, { event: given }, live)],
    [
      'the featured event',
      (given, live) => renderLive(FeaturedEvent, { event: given, times: timesOf(event, 'en-GB') }, live),
    ],
    [
      'the own event',
      (given, live) => renderLive(OwnEvent, { event: given, now: NOW, canManage: true }, live),
    ],
  ]

  it.each(lists)('reaches %s: title, date and place', async (_which, show) => {
    const api = await new StandInApi(world, 'http://tickets.localhost:3002').listen()
    const Source = HttpEventSource as unknown as typeof EventSource
    const page = show(card(), new EventUpdates(api.url, { EventSource: Source, random: () => 0 }))
    expect(textOf(page)).toContain('Paradiso Noord')
    const stored = world.event('1') ?? expect.unreachable('the demo has an event')
    const venue = { name: 'Great Hall', city: 'Utrecht' }
    world.edit(stored, { title: 'Moved', startDate: '2026-06-20T18:00:00.000Z', venue })
    await eventually(() => expect(textOf(find(page, 'h2, h3'))).toBe('Moved'))
    expect(textOf(find(page, 'time'))).toBe('Sat 20 Jun · 20:00')
    expect(textOf(page)).toContain('Great Hall, Utrecht')
    await api.close()
  })
})

describe('the text about an event', () => {
  it('keeps paragraphs and lines, and shows markup as text', () => {
    const description = 'First <b>line</b>\nsecond line\n\nNext paragraph'
    const page = render(EventAbout, { event: { ...event, description }, locale: 'en-GB' })
    const paragraphs = [...page.querySelectorAll('.prose p')]
    expect(paragraphs.map(textOf)).toEqual(['First <b>line</b>second line', 'Next paragraph'])
    expect(paragraphs[0]?.querySelectorAll('br')).toHaveLength(1)
    expect(page.querySelector('.prose b')).toBeNull()
  })

  it('is left out when there is none', () => {
    const page = render(EventAbout, { event: { ...event, description: ' \n ' }, locale: 'en-GB' })
    expect(textOf(page)).not.toContain('About this event')
  })

  it("shows the venue's address and a map that gets no referrer", () => {
    const page = render(EventAbout, { event, locale: 'en-GB' })
    expect(textOf(find(page, 'address'))).toContain('Netherlands')
    const link = find<HTMLAnchorElement>(page, 'a')
    expect(new URL(link.href).hostname).toBe('www.openstreetmap.org')
    expect(link.rel).toBe('noreferrer')
  })

  it('has no directions without a place', () => {
    const page = render(EventAbout, { event: { ...event, venue: null }, locale: 'en-GB' })
    expect(textOf(page)).not.toContain('Getting there')
  })
})
