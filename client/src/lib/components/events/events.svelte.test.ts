import { flushSync } from 'svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { TuvensEvent } from '@tuvens/contract'
import { TICKETING_PHASES } from '@tuvens/contract/ticketing-status'
import { PHASES } from '@tuvens/design'
import { cardOf } from '$lib/server/card.ts'
import { timesOf } from '$lib/format/when/times.ts'
import { fillDemo } from '../../../../test-support/demo.ts'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import { StandInWorld } from '../../../../test-support/world.ts'
import EventFacts from './EventFacts.svelte'
import Organiser from './Organiser.svelte'
import PhaseBadge from './PhaseBadge.svelte'
import Poster from './Poster.svelte'

let event: TuvensEvent

beforeEach(() => {
  const world = new StandInWorld('http://tickets.localhost:3002')
  fillDemo(world)
  const [first] = world.events
  if (first === undefined) expect.unreachable('the demo has events')
  event = first
})

describe('a poster', () => {
  it('is drawn when there is no picture', () => {
    const images = render(Poster, { event }).querySelectorAll('img')
    expect([...images].map((image) => new URL(image.src).pathname)).toEqual(['/posters/1.svg'])
  })

  it('lies below the picture, for while that loads and when it never comes', () => {
    const page = render(Poster, { event: { ...event, imageUrl: 'https://pictures.example/a.jpg' } })
    const sources = [...page.querySelectorAll('img')].map((image) => image.src)
    expect(sources[1]).toBe('https://pictures.example/a.jpg')
    expect(sources).toHaveLength(2)
  })

  it('is fetched when it comes near, or at once when it is first on its page', () => {
    expect(find(render(Poster, { event }), 'img').getAttribute('loading')).toBe('lazy')
    const first = find(render(Poster, { event, eager: true }), 'img')
    expect([first.getAttribute('loading'), first.getAttribute('fetchpriority')]).toEqual(['eager', 'high'])
  })

  it('has no alternative text, because the title has the same words', () => {
    expect(find(render(Poster, { event }), 'img').getAttribute('alt')).toBe('')
  })
})

describe('when and where', () => {
  const times = () => timesOf(event, 'en-GB')

  it("are in the event's zone, with the reader's time beside it once the browser has sent its zone", () => {
    vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValueOnce({
      ...new Intl.DateTimeFormat().resolvedOptions(),
      timeZone: 'Asia/Tokyo',
    })
    const page = render(EventFacts, {
      event,
      date: event,
      times: times(),
      reader: { locale: 'en-GB', zone: 'Europe/Amsterdam' },
    })
    flushSync()
    expect(textOf(page)).toMatch(/20:00 – 00:00 Amsterdam \(GMT\+1\), .*04:00 on your clock/)
  })

  it("are the server's text, whatever zone data the browser has", () => {
    const told = { ...times(), hours: '19:00 – 23:00' }
    const page = render(EventFacts, {
      event,
      date: event,
      times: told,
      reader: { locale: 'en-GB', zone: null },
    })
    expect(textOf(page)).toContain('19:00 – 23:00')
  })

  it('keep an empty line when the browser finds that it is in the zone of the event', () => {
    const here = { ...event, timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone }
    const first = render(EventFacts, {
      event: here,
      date: here,
      times: times(),
      reader: { locale: 'en-GB', zone: null },
    })
    expect(find(first, '.local').textContent).toBe('\u00a0')
    const later = render(EventFacts, {
      event: here,
      date: event,
      times: times(),
      reader: { locale: 'en-GB', zone: here.timezone },
    })
    expect(later.querySelector('.local')).toBeNull()
  })

  it('show when the place is not settled', () => {
    const page = render(EventFacts, {
      event: { ...event, venue: null },
      date: event,
      times: times(),
      reader: { locale: 'en-GB', zone: null },
    })
    expect(textOf(page)).toContain('Place to be announced')
  })
})

describe('the organiser', () => {
  it('can be reached in every way they gave', () => {
    const contactData = {
      email: 'hello@example.com',
      phone: '+31 (0)20 123',
      website: 'https://www.example.com/x',
    }
    const page = render(Organiser, { event: { ...event, contactData } })
    expect([...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
      `/organiser/${event.accountId}`,
      'mailto:hello@example.com',
      'tel:+31020123',
      'https://www.example.com/x',
    ])
    expect(textOf(page)).toContain('example.com')
  })

  it('need not be reachable at all', () => {
    const page = render(Organiser, { event: { ...event, contactData: {} } })
    expect(textOf(page)).toBe('N Organised by Noorderlicht')
  })
})

describe('a card', () => {
  it('carries no more than it shows', () => {
    const card = cardOf(event, 'en-GB', 0)
    expect(Object.keys(card)).not.toContain('description')
    expect(Object.keys(card)).not.toContain('contactData')
    expect(card).toMatchObject({ id: '1', ticketing_phase: 'on_sale' })
  })

  it.each(TICKETING_PHASES)('shows %s with the words and the colour of every other page', (phase) => {
    const badge = find(render(PhaseBadge, { phase }), '.badge')
    const { label, tone } = PHASES[phase]
    expect([textOf(badge), badge.dataset['tone']]).toEqual([label, tone])
  })
})
