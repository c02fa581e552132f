import type { TicketingChange } from '@tuvens/contract'
import fc from 'fast-check'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EventUpdates } from './eventUpdatesStore.ts'

/** A connection on which the test sends the messages. */
class ScriptedSource {
  static latest: ScriptedSource | null = null
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string; lastEventId: string }) => void) | null = null
  onerror: (() => void) | null = null

  constructor() {
    ScriptedSource.latest = this
  }

  close(): void {
    this.readyState = 2
  }
}

const IDS = ['1', '2'] as const
const PHASES = ['preparing', 'on_sale', 'paused', 'ended', 'cancelled'] as const
type Phase = (typeof PHASES)[number]

type Step =
  | { kind: 'change'; id: string; version: number; phase: Phase }
  | { kind: 'page'; id: string; version: number; phase: Phase }
  | { kind: 'reset' }
  | { kind: 'noise'; data: string }

const states = {
  id: fc.constantFrom(...IDS),
  version: fc.integer({ min: 1, max: 9 }),
  phase: fc.constantFrom(...PHASES),
}
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('change' as const), ...states }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('page' as const), ...states }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reset' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('noise' as const),
      data: fc.constantFrom(
        '',
        'null',
        '[]',
        '{"type":"other"}',
        '{"type":"ticketing_status_changed","eventId":"1"}',
      ),
    }),
  },
)

type Shown = { version: number; phase: string }

/** What a page must show of one event after these steps: derived from the whole history, not updated step by step. */
function expectedOf(history: readonly Step[], id: string): Shown {
  const page = history.findLast((step) => step.kind === 'page' && step.id === id)
  const pageState: Shown = page?.kind === 'page' ? page : { version: 0, phase: 'none' }
  const streamed = streamedOf(history, id)
  if (streamed === null) return pageState
  return streamed.isAfterReset || streamed.version >= pageState.version ? streamed : pageState
}

/** The newest change since the last reset; while there is none, the newest before it. */
function streamedOf(history: readonly Step[], id: string): (Shown & { isAfterReset: boolean }) | null {
  const lastReset = history.findLastIndex((step) => step.kind === 'reset')
  const since = history
    .slice(lastReset + 1)
    .flatMap((step) => (step.kind === 'change' && step.id === id ? [step] : []))
  const [first, ...rest] = since
  if (first === undefined) return lastReset < 0 ? null : streamedOf(history.slice(0, lastReset), id)
  const newest = rest.reduce((best, each) => (each.version > best.version ? each : best), first)
  return { ...newest, isAfterReset: lastReset >= 0 }
}

function messageOf(step: Step): string {
  if (step.kind === 'noise') return step.data
  if (step.kind !== 'change') return '{"type":"reset"}'
  const change: TicketingChange = {
    type: 'ticketing_status_changed',
    eventId: step.id,
    status: 'active',
    phase: step.phase,
    version: step.version,
    detailsVersion: 1,
    timestamp: '2026-01-01T12:00:00.000Z',
    widgetUrl: null,
    eventUrl: null,
  }
  return JSON.stringify(change)
}

function pageEvent(id: string, { version, phase }: { version: number; phase: Phase | 'none' }) {
  return {
    id,
    ticketing_status: phase === 'none' ? ('none' as const) : ('active' as const),
    ticketing_phase: phase,
    ticketing_version: version,
    ticketing_enabled: phase !== 'none',
    hi_events_event_id: null,
    hi_events_event_url: null,
    widget_url: null,
  }
}

/** One page that shows both events, and the newest state each of its effects has seen. */
class TestPage {
  readonly seen = new Map<string, Shown>()
  readonly updates = new EventUpdates('https://api.example', {
    EventSource: ScriptedSource as unknown as typeof EventSource,
  })
  readonly #events = $state(
    Object.fromEntries(IDS.map((id) => [id, pageEvent(id, { version: 0, phase: 'none' })])),
  )
  readonly #stop = $effect.root(() => {
    for (const id of IDS) {
      $effect(() => {
        const event = this.#events[id]
        if (event === undefined) return
        const { version, phase } = this.updates.ticketing(event)
        this.seen.set(id, { version, phase })
      })
    }
  })

  open(): void {
    flushSync()
    vi.advanceTimersByTime(1)
    ScriptedSource.latest?.onopen?.()
  }

  apply(step: Step): void {
    if (step.kind === 'page') this.#events[step.id] = pageEvent(step.id, step)
    else ScriptedSource.latest?.onmessage?.({ data: messageOf(step), lastEventId: '1' })
    flushSync()
  }

  close(): void {
    this.#stop()
    this.updates.close()
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  ScriptedSource.latest = null
})
afterEach(() => vi.useRealTimers())

describe('the state of an event on an open page', () => {
  it('is the newest of page and stream after any order of messages, page loads and resets', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), (history) => {
        const page = new TestPage()
        page.open()
        for (const [index, step] of history.entries()) {
          page.apply(step)
          const soFar = history.slice(0, index + 1)
          for (const id of IDS) expect(page.seen.get(id)).toMatchObject(plain(expectedOf(soFar, id)))
        }
        page.close()
      }),
      { numRuns: 150 },
    )
  })

  it('never goes back to an older version without a reset', () => {
    const noReset = steps.filter(({ kind }) => kind !== 'reset' && kind !== 'page')
    fc.assert(
      fc.property(fc.array(noReset, { maxLength: 30 }), (history) => {
        const page = new TestPage()
        page.open()
        let version = 0
        for (const step of history) {
          page.apply(step)
          const next = page.seen.get('1')?.version ?? 0
          expect(next).toBeGreaterThanOrEqual(version)
          version = next
        }
        page.close()
      }),
      { numRuns: 100 },
    )
  })

  it('follows a lower version after a reset, also when the page was loaded with a higher one', () => {
    const page = new TestPage()
    page.open()
    page.apply({ kind: 'page', id: '1', version: 9, phase: 'on_sale' })
    page.apply({ kind: 'reset' })
    page.apply({ kind: 'change', id: '1', version: 2, phase: 'cancelled' })
    expect(page.seen.get('1')).toEqual({ version: 2, phase: 'cancelled' })
    page.apply({ kind: 'change', id: '1', version: 1, phase: 'on_sale' })
    expect(page.seen.get('1')).toEqual({ version: 2, phase: 'cancelled' })
    page.close()
  })
})

function plain({ version, phase }: Shown): Shown {
  return { version, phase }
}
