import fc from 'fast-check'
import type { TicketPrices } from '@tuvens/contract'
import { flushSync } from 'svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../../../test-support/eventually.ts'
import { watchBeacons } from '../../../../test-support/sent-beacons.ts'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import { startBeacons } from '../../services/beacons.ts'
import TicketFrame from './TicketFrame.svelte'

const TICKETS = 'https://tickets.example'
const NONCE = 'nonce-of-this-view'

afterEach(() => {
  vi.useRealTimers()
  delete window.earlyMessages
  sessionStorage.clear()
})

function show(overrides: Partial<{ widgetUrl: string; phase: string; canChoose: boolean }> = {}) {
  const opened: string[] = []
  const props = $state({
    title: 'Tickets',
    widgetUrl: `${TICKETS}/embed/2`,
    eventUrl: `${TICKETS}/event/2/x`,
    ticketOrigin: TICKETS,
    nonce: NONCE,
    locale: 'en-GB',
    phase: 'on_sale',
    prices: null as TicketPrices | null,
    detailsVersion: 1,
    canChoose: true,
    navigate: (url: string) => void opened.push(url),
    ...overrides,
  })
  const page = render(TicketFrame, props)
  return { page, props, opened, frame: find<HTMLIFrameElement>(page, 'iframe') }
}

type Sender = { origin?: string; source?: MessageEventSource | null }

function deliver(data: unknown, frame: HTMLIFrameElement, { origin = TICKETS, source }: Sender = {}): void {
  const sender = source === undefined ? frame.contentWindow : source
  dispatchEvent(new MessageEvent('message', { data, origin, source: sender }))
  flushSync()
}

const message = (data: object) => ({ source: 'tuvens-ticketing', version: 1, nonce: NONCE, ...data })

const SIGNS = [
  message({ type: 'ready' }),
  message({ type: 'resize', height: 700 }),
  message({ type: 'checkout', url: `${TICKETS}/checkout/2/abc/details` }),
  message({ type: 'order-complete' }),
]

/** Everything a message can change. */
function stateOf({ page, frame, opened }: ReturnType<typeof show>) {
  return {
    health: find(page, '.tickets').dataset['health'],
    height: frame.style.height,
    notices: textOf(find(page, '[role=status]')),
    opened: [...opened],
  }
}
const UNTOUCHED = { health: 'loading', height: '', notices: '', opened: [] }

describe('a message for the ticket frame', () => {
  it.each([
    'https://evil.example',
    `${TICKETS}.evil.example`,
    'http://tickets.example',
    `${TICKETS}:8443`,
    'null',
    '',
  ])('from the origin %j changes nothing', (origin) => {
    const shown = show()
    for (const sign of SIGNS) deliver(sign, shown.frame, { origin })
    expect(stateOf(shown)).toEqual(UNTOUCHED)
  })

  it('from another window of the ticket origin changes nothing', () => {
    const shown = show()
    const other = document.createElement('iframe')
    document.body.append(other)
    for (const source of [other.contentWindow, window, null])
      for (const sign of SIGNS) deliver(sign, shown.frame, { source })
    expect(stateOf(shown)).toEqual(UNTOUCHED)
  })

  it.each([undefined, '', 'nonce-of-another-view', `${NONCE} `, [NONCE]])(
    'with the nonce %j changes nothing',
    (nonce) => {
      const shown = show()
      for (const sign of SIGNS) deliver({ ...sign, nonce }, shown.frame)
      expect(stateOf(shown)).toEqual(UNTOUCHED)
    },
  )

  it.each([
    ['another source', { source: 'other-product' }],
    ['another version', { version: 2 }],
    ['an unknown type', { type: 'navigate' }],
  ])('with %s changes nothing', (_, change) => {
    const shown = show()
    for (const sign of SIGNS) deliver({ ...sign, ...change }, shown.frame)
    expect(stateOf(shown)).toEqual(UNTOUCHED)
  })

  it('of any content neither throws nor opens another URL', () => {
    const shown = show()
    fc.assert(
      fc.property(
        fc.anything(),
        fc.record({ type: fc.string(), url: fc.webUrl(), height: fc.anything() }),
        (data, fields) => {
          deliver(data, shown.frame)
          deliver(message(fields), shown.frame)
          deliver(message({ type: 'checkout', url: fields.url }), shown.frame)
          expect(shown.opened).toEqual([])
        },
      ),
      { numRuns: 50 },
    )
  })

  it('with any height keeps the frame between nothing and the limit', () => {
    const shown = show()
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer()), (height) => {
        deliver(message({ type: 'resize', height }), shown.frame)
        const { height: applied } = shown.frame.style
        const pixels = applied === '' ? 0 : Number(applied.replace('px', ''))
        expect(pixels).toBeGreaterThanOrEqual(0)
        expect(pixels).toBeLessThanOrEqual(20_000)
      }),
      { numRuns: 50 },
    )
  })

  it('is handled when it arrived before the scripts of the page', () => {
    const opened: string[] = []
    window.earlyMessages = [{ origin: 'https://evil.example', source: window, data: SIGNS[2] }]
    const shown = show()
    expect(stateOf(shown)).toEqual({ ...UNTOUCHED, opened })
  })
})

describe('a message to the ticket frame', () => {
  function recordSent(frame: HTMLIFrameElement): [unknown, string][] {
    const sent: [unknown, string][] = []
    vi.spyOn(frame.contentWindow as Window, 'postMessage').mockImplementation(
      (data: unknown, target: unknown) => {
        sent.push([data, String(target)])
      },
    )
    return sent
  }

  it('goes to the ticket origin only, with the nonce of this view', () => {
    const { frame, props } = show()
    const sent = recordSent(frame)
    deliver(message({ type: 'ready' }), frame)
    props.phase = 'sold_out'
    flushSync()
    expect(sent).toEqual([
      [{ source: 'tuvens-ticketing', version: 1, nonce: NONCE, type: 'theme', theme: 'auto' }, TICKETS],
      [{ source: 'tuvens-ticketing', version: 1, nonce: NONCE, type: 'refresh' }, TICKETS],
    ])
  })

  it('has it read its tickets again when a price changes, not when one becomes known', () => {
    const { frame, props } = show()
    const sent = recordSent(frame)
    for (const least of ['10.00', '12.50', '12.50']) {
      props.prices = { currency: 'EUR', least, most: null }
      flushSync()
    }
    expect(sent).toEqual([[message({ type: 'refresh' }), TICKETS]])
  })

  it('names the checkout that a visitor comes back from, until the frame says that nothing is held', () => {
    const url = `${TICKETS}/checkout/2/abc/details`
    deliver(message({ type: 'checkout', url }), show().frame)
    const { frame } = show()
    const sent = recordSent(frame)
    deliver(message({ type: 'ready' }), frame)
    expect(sent).toContainEqual([message({ type: 'held', url }), TICKETS])
    deliver(message({ type: 'released' }), frame)
    sent.length = 0
    deliver(message({ type: 'ready' }), frame)
    expect(sent.map(([data]) => data)).toEqual([message({ type: 'theme', theme: 'auto' })])
  })

  it.each(['another event', 'another origin'])('names no checkout of %s', (which) => {
    const other = which === 'another event' ? show({ widgetUrl: `${TICKETS}/embed/3` }) : show()
    const origin = which === 'another event' ? TICKETS : 'https://evil.example'
    deliver(message({ type: 'checkout', url: `${origin}/checkout/3/abc/details` }), other.frame)
    const { frame } = show()
    const sent = recordSent(frame)
    deliver(message({ type: 'ready' }), frame)
    expect(sent.map(([data]) => data)).toEqual([message({ type: 'theme', theme: 'auto' })])
  })

  it('follows the theme that the reader chooses', async () => {
    const { frame } = show()
    const sent = recordSent(frame)
    for (const theme of ['dark', 'light', 'no-theme']) {
      document.documentElement.dataset['theme'] = theme
      await eventually(() => expect(sent.length).toBeGreaterThan(0))
      const expected = theme === 'no-theme' ? 'auto' : theme
      expect(sent.splice(0)).toEqual([[expect.objectContaining({ type: 'theme', theme: expected }), TICKETS]])
    }
    delete document.documentElement.dataset['theme']
  })

  it('is not sent for a phase that did not change', () => {
    const { frame, props } = show()
    const sent = recordSent(frame)
    props.phase = 'on_sale'
    flushSync()
    expect(sent).toEqual([])
  })
})

describe('the link beside the ticket frame', () => {
  it.each([
    [true, 'Choose here, or get tickets on a page of their own.'],
    [false, 'Look here, or see them on a page of their own.'],
  ])('when tickets can be chosen (%s) reads: %s', (canChoose, text) => {
    const { page } = show({ canChoose })
    expect(textOf(page)).toContain(text)
  })

  it('becomes a button when the frame fails, and invites only to what can be bought', () => {
    vi.useFakeTimers()
    const { page } = show({ canChoose: false })
    vi.advanceTimersByTime(10_000)
    flushSync()
    expect(textOf(find(page, '[role=status] a.button'))).toBe('See the tickets')
  })

  it('stays quiet after the frame was removed from the page', () => {
    vi.useFakeTimers()
    const { page, frame } = show()
    frame.dispatchEvent(new Event('load'))
    deliver(message({ type: 'ready' }), frame)
    vi.advanceTimersByTime(60_000)
    flushSync()
    expect(textOf(find(page, '[role=status]'))).toBe('')
  })
})

describe('what is reported of a frame', () => {
  it('is how it ended loading, once', async () => {
    // Also reports the frames of the tests before.
    watchBeacons()
    await startBeacons({ apiUrl: 'https://api.example', sample: 1 })
    const beacons = watchBeacons()
    const { frame } = show()
    deliver(message({ type: 'ready' }), frame)
    deliver(message({ type: 'ready' }), frame)
    expect((await beacons.sent()).map(({ beacon }) => beacon)).toEqual([
      { widget: { outcome: 'ready', ms: expect.any(Number) } },
    ])
    beacons.restore()
  })
})
