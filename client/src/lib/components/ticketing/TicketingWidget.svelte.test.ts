import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ticketing } from '$lib/apis/hievents/extendedEventTypes.ts'
import { carriedOf } from '$lib/services/carried.ts'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import Announcer from './Announcer.svelte'
import TicketingWidget from './TicketingWidget.svelte'

const TICKETS = 'https://tickets.example'
const NONCE = 'nonce-of-this-view'

const onSale: Ticketing = {
  eventId: '11',
  status: 'active',
  phase: 'on_sale',
  version: 1,
  detailsVersion: 1,
  eventUrl: `${TICKETS}/event/2/x`,
  widgetUrl: `${TICKETS}/embed/2`,
  dates: [],
  prices: null,
}

let left: string[]

function show(ticketing: Ticketing, more: { isToCome?: boolean; carried?: Record<string, string> } = {}) {
  const props = $state({
    ticketing,
    title: 'Midnight Strings',
    ticketOrigin: TICKETS,
    nonce: NONCE,
    locale: 'en-GB',
    navigate: (url: string) => void left.push(url),
    ...more,
  })
  return { page: render(TicketingWidget, props), props }
}

/** A message as the browser delivers it. */
function say(data: object, { from, origin = TICKETS }: { from: HTMLIFrameElement; origin?: string }): void {
  const message = { source: 'tuvens-ticketing', version: 1, nonce: NONCE, ...data }
  dispatchEvent(new MessageEvent('message', { data: message, origin, source: from.contentWindow }))
  flushSync()
}

beforeEach(() => {
  left = []
})

afterEach(() => vi.useRealTimers())

describe('the ticketing widget (C1)', () => {
  it.each([
    ['preparing', 'Tickets are coming soon.'],
    ['paused', 'Ticket sales are paused.'],
    ['ended', 'This event is over.'],
    ['cancelled', 'This event is cancelled.'],
  ] as const)('says in words that tickets are %s, without a frame', (phase, sentence) => {
    const { page } = show({ ...onSale, phase })
    expect(textOf(page)).toContain(sentence)
    expect(page.querySelector('iframe')).toBeNull()
  })

  it('does not say that an event is over whose date is still to come', () => {
    const { page } = show({ ...onSale, phase: 'ended' }, { isToCome: true })
    expect(textOf(page)).toContain('Ticket sales are over.')
    expect(textOf(page)).toContain('Ask the organiser whether its date has changed.')
    expect(textOf(page)).not.toContain('This event is over')
  })

  it.each(['soon', 'on_sale', 'low', 'held', 'waiting_list', 'sold_out', 'sales_over'] as const)(
    'leaves it to the picker to show tickets that are %s, and invites only to what can be had',
    (phase) => {
      const { page } = show({ ...onSale, phase })
      expect(page.querySelector('iframe')).not.toBeNull()
      const invites = phase === 'on_sale' || phase === 'low'
      expect(textOf(page).includes('Choose here')).toBe(invites)
      expect(textOf(page).includes('Look here')).toBe(!invites)
    },
  )

  it('refreshes the picker when the phase changes, and keeps the frame', () => {
    const { page, props } = show(onSale)
    const frame = find<HTMLIFrameElement>(page, 'iframe')
    const told = vi.spyOn(frame.contentWindow as Window, 'postMessage').mockImplementation(() => {})
    props.ticketing = { ...onSale, phase: 'sold_out', version: 2 }
    flushSync()
    expect(told).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ type: 'refresh', nonce: NONCE }),
      TICKETS,
    )
    expect(find(page, 'iframe')).toBe(frame)
  })

  it('refreshes the picker a while after an edit, when the ticket system has it too', () => {
    vi.useFakeTimers()
    const { page, props } = show(onSale)
    const frame = find<HTMLIFrameElement>(page, 'iframe')
    const told = vi.spyOn(frame.contentWindow as Window, 'postMessage').mockImplementation(() => {})
    props.ticketing = { ...onSale, detailsVersion: 2, version: 2 }
    flushSync()
    expect(told).not.toHaveBeenCalled()
    vi.advanceTimersByTime(5_000)
    expect(told).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: 'refresh' }), TICKETS)
    expect(find(page, 'iframe')).toBe(frame)
  })

  it('shows nothing when there is no ticketing', () => {
    expect(textOf(show({ ...onSale, phase: 'none' }).page)).toBe('')
  })

  it('frames the picker lazily, sandboxed, with a name, a nonce and the locale', () => {
    const frame = find<HTMLIFrameElement>(show(onSale).page, 'iframe')
    expect(frame.src).toBe(`${TICKETS}/embed/2?nonce=${NONCE}&locale=en-GB`)
    expect(frame.title).toBe('Tickets for Midnight Strings')
    expect(frame.getAttribute('loading')).toBe('lazy')
    expect(frame.getAttribute('sandbox')).not.toContain('allow-top-navigation ')
  })

  it('gives the picker and the link what the page’s address names for the tickets', () => {
    const address = new URLSearchParams('promo_code=JAZZ10&aff=FRIEND&utm_source=news&nonce=x&theme=dark')
    const { page } = show(onSale, { carried: carriedOf(address) })
    const carried = 'promo_code=JAZZ10&aff=FRIEND&utm_source=news'
    const frame = find<HTMLIFrameElement>(page, 'iframe')
    expect(frame.src).toBe(`${TICKETS}/embed/2?nonce=${NONCE}&locale=en-GB&${carried}`)
    expect(find<HTMLAnchorElement>(page, 'a').href).toBe(`${TICKETS}/event/2/x?${carried}`)
  })

  it('always has a plain link beside the frame', () => {
    expect(find<HTMLAnchorElement>(show(onSale).page, 'a').href).toBe(`${TICKETS}/event/2/x`)
  })

  it('shows a text when an event on sale has no widget URL', () => {
    const { page } = show({ ...onSale, widgetUrl: null, eventUrl: null })
    expect(textOf(page)).toContain('Tickets are on sale.')
  })

  it('gets the height the frame requests, within bounds', () => {
    const frame = find<HTMLIFrameElement>(show(onSale).page, 'iframe')
    say({ type: 'resize', height: 612.2 }, { from: frame })
    expect(frame.style.height).toBe('613px')
    say({ type: 'resize', height: 9e9 }, { from: frame })
    expect(frame.style.height).toBe('20000px')
  })

  it('takes the whole page to a checkout on the ticket origin', () => {
    const frame = find<HTMLIFrameElement>(show(onSale).page, 'iframe')
    say({ type: 'checkout', url: `${TICKETS}/checkout/2/abc/details` }, { from: frame })
    expect(left).toEqual([`${TICKETS}/checkout/2/abc/details`])
  })

  it('shows that the order is complete when the frame reports it, and not before', () => {
    const { page } = show(onSale)
    expect(textOf(find(page, '[role="status"]'))).toBe('')
    say({ type: 'order-complete' }, { from: find<HTMLIFrameElement>(page, 'iframe') })
    expect(textOf(find(page, '[role="status"]'))).toContain('Your order is complete.')
  })

  it.each([
    'https://evil.example/',
    'javascript:alert(1)',
    '//evil.example',
    `${TICKETS}.evil.example/`,
    'nonsense',
  ])('goes nowhere for a checkout at %s', (url) => {
    say({ type: 'checkout', url }, { from: find<HTMLIFrameElement>(show(onSale).page, 'iframe') })
    expect(left).toEqual([])
  })

  it('ignores messages of other windows, origins and nonces', () => {
    const frame = find<HTMLIFrameElement>(show(onSale).page, 'iframe')
    const checkout = { type: 'checkout', url: `${TICKETS}/checkout/2/abc/details` }
    say(checkout, { from: frame, origin: 'https://evil.example' })
    say({ ...checkout, nonce: 'nonce-of-another' }, { from: frame })
    dispatchEvent(new MessageEvent('message', { data: checkout, origin: TICKETS, source: window }))
    expect(left).toEqual([])
  })

  it('is ready when the frame reports it', () => {
    const { page } = show(onSale)
    const frame = find<HTMLIFrameElement>(page, 'iframe')
    expect(find(page, '.tickets').dataset['health']).toBe('loading')
    say({ type: 'ready' }, { from: frame })
    expect(find(page, '.tickets').dataset['health']).toBe('ready')
  })

  it('shows a link in a notice when the frame loads and sends nothing', () => {
    vi.useFakeTimers()
    const { page } = show(onSale)
    find(page, 'iframe').dispatchEvent(new Event('load'))
    vi.advanceTimersByTime(4_000)
    flushSync()
    expect(textOf(find(page, '[role=status]'))).toContain('The tickets do not load here.')
    expect(find<HTMLAnchorElement>(page, '[role=status] a').href).toBe(`${TICKETS}/event/2/x`)
  })

  it('does not offer to choose here beside the notice that one cannot', () => {
    vi.useFakeTimers()
    const { page } = show(onSale)
    const hint = () => textOf(find(page, '.tickets > p:not([hidden])'))
    expect(hint()).toContain('Choose here')
    vi.advanceTimersByTime(10_000)
    flushSync()
    expect(page.querySelector('.tickets > p:not([hidden])')).toBeNull()
  })

  it('removes the notice when the frame sends a message after all', () => {
    vi.useFakeTimers()
    const { page } = show(onSale)
    vi.advanceTimersByTime(10_000)
    flushSync()
    expect(page.querySelector('[role=status] .notice')).not.toBeNull()
    say({ type: 'ready' }, { from: find<HTMLIFrameElement>(page, 'iframe') })
    expect(page.querySelector('[role=status] .notice')).toBeNull()
  })

  describe('around the stock widget of Hi.Events', () => {
    const stock = { ...onSale, widgetUrl: `${TICKETS}/widget/2` }
    const resize = (frame: HTMLIFrameElement, height: number) => {
      const data = { type: 'resize', height, iframeId: NONCE }
      dispatchEvent(new MessageEvent('message', { data, origin: TICKETS, source: frame.contentWindow }))
      flushSync()
    }

    it('gives it the id that its messages contain', () => {
      const frame = find<HTMLIFrameElement>(show(stock).page, 'iframe')
      expect(frame.src).toBe(`${TICKETS}/widget/2?iframeId=${NONCE}`)
    })

    it('applies its height, and treats a second one as ready', () => {
      const { page } = show(stock)
      const frame = find<HTMLIFrameElement>(page, 'iframe')
      resize(frame, 120)
      expect(frame.style.height).toBe('120px')
      expect(find(page, '.tickets').dataset['health']).toBe('loading')
      resize(frame, 120)
      expect(find(page, '.tickets').dataset['health']).toBe('loading')
      resize(frame, 700)
      expect(frame.style.height).toBe('700px')
      expect(find(page, '.tickets').dataset['health']).toBe('ready')
    })

    it('shows a link when it sends one height and breaks, as in a frame of another site', () => {
      vi.useFakeTimers()
      const { page } = show(stock)
      const frame = find<HTMLIFrameElement>(page, 'iframe')
      frame.dispatchEvent(new Event('load'))
      resize(frame, 120)
      vi.advanceTimersByTime(8_000)
      flushSync()
      expect(textOf(find(page, '[role=status]'))).toContain('The tickets do not load here.')
      expect(find<HTMLAnchorElement>(page, '[role=status] a').href).toBe(`${TICKETS}/event/2/x`)
      resize(frame, 90)
      expect(find(page, '.tickets').dataset['health']).toBe('failed')
    })

    it('shows a link when it never sends a message', () => {
      vi.useFakeTimers()
      const { page } = show(stock)
      vi.advanceTimersByTime(10_000)
      flushSync()
      expect(textOf(find(page, '[role=status]'))).toContain('It takes longer than it should')
    })

    it('frames it in place of our own picker when the picker says so', () => {
      const { page } = show(onSale)
      const frame = find<HTMLIFrameElement>(page, 'iframe')
      say({ type: 'stock', url: `${TICKETS}/widget/2` }, { from: frame })
      expect(frame.src).toBe(`${TICKETS}/widget/2?iframeId=${NONCE}`)
      resize(frame, 120)
      resize(frame, 700)
      expect(find(page, '.tickets').dataset['health']).toBe('ready')
    })

    it.each([
      'https://evil.example/widget/2',
      `${TICKETS}/manage/event/2`,
      'javascript:alert(1)',
      '/widget/2',
    ])('frames nothing else that a picker names: %s', (url) => {
      const { page } = show(onSale)
      const frame = find<HTMLIFrameElement>(page, 'iframe')
      const before = frame.src
      say({ type: 'stock', url }, { from: frame })
      expect(frame.src).toBe(before)
    })

    it('ignores stock messages in the frame of our own picker', () => {
      const { page } = show(onSale)
      const frame = find<HTMLIFrameElement>(page, 'iframe')
      resize(frame, 120)
      resize(frame, 700)
      expect(frame.style.height).toBe('')
      expect(find(page, '.tickets').dataset['health']).toBe('loading')
    })
  })

  it('follows the state while the page is open', () => {
    const { page, props } = show({ ...onSale, phase: 'preparing' })
    props.ticketing = onSale
    flushSync()
    expect(page.querySelector('iframe')).not.toBeNull()
    props.ticketing = { ...onSale, phase: 'cancelled' }
    flushSync()
    expect(page.querySelector('iframe')).toBeNull()
    expect(textOf(page)).toContain('This event is cancelled.')
  })

  it('announces a change once, and not what was there from the start', () => {
    const props = $state<{ phase: Ticketing['phase'] }>({ phase: 'preparing' })
    const page = render(Announcer, props)
    expect(textOf(page)).toBe('')
    props.phase = 'on_sale'
    flushSync()
    expect(textOf(find(page, '[role=status]'))).toBe('Tickets are on sale.')
  })
})
