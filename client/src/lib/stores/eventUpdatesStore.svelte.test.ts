import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../../test-support/eventually.ts'
import { StandInApi } from '../../../test-support/api-server.ts'
import { fillDemo } from '../../../test-support/demo.ts'
import { HttpEventSource } from '../../../test-support/event-source.ts'
import { StandInWorld } from '../../../test-support/world.ts'
import { EventUpdates } from './eventUpdatesStore.ts'

const Source = HttpEventSource as unknown as typeof EventSource

let api: StandInApi
let world: StandInWorld
let updates: EventUpdates
let stops: (() => void)[]

beforeEach(async () => {
  world = new StandInWorld('http://tickets.localhost:3002')
  fillDemo(world)
  api = await new StandInApi(world, 'http://tickets.localhost:3002').listen()
  updates = newUpdates()
  HttpEventSource.opened.length = 0
  stops = []
})

afterEach(async () => {
  for (const stop of stops) stop()
  updates.close()
  await api.close()
})

function newUpdates(): EventUpdates {
  return new EventUpdates(api.url, { EventSource: Source, random: () => 0 })
}

/** Something on the page that shows an event's phase. */
function show(id: string): { phases: string[]; stop: () => void } {
  const event = structuredClone(known(id))
  const phases: string[] = []
  const stop = $effect.root(() => {
    $effect(() => {
      phases.push(updates.ticketing(event).phase)
    })
  })
  flushSync()
  stops.push(stop)
  return { phases, stop }
}

function known(id: string) {
  const event = world.event(id)
  if (event === undefined) expect.unreachable(`there is no event ${id}`)
  return event
}

async function live(): Promise<void> {
  const stop = $effect.root(() => {
    $effect(() => void updates.state)
  })
  stops.push(stop)
  await eventually(() => expect(updates.state).toBe('live'))
}

describe('the live state of events (C4)', () => {
  it('is the state of the page until the stream sends a newer one', async () => {
    const { phases } = show('2')
    expect(phases).toEqual(['preparing'])
    await live()
    world.report('2', 'LIVE')
    await eventually(() => expect(phases.at(-1)).toBe('on_sale'))
    world.report('2', 'DRAFT')
    await eventually(() => expect(phases.at(-1)).toBe('paused'))
  })

  it('uses one connection for all components of a page', async () => {
    show('1')
    show('2')
    show('2')
    await live()
    expect(HttpEventSource.opened).toEqual([`${api.url}/api/events/updates?event_id=1&event_id=2`])
  })

  it('connects again when an event appears that is not covered, and not when one disappears', async () => {
    show('1')
    const second = show('2')
    await live()
    second.stop()
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect(HttpEventSource.opened).toHaveLength(1)
    show('3')
    await eventually(() => expect(HttpEventSource.opened.at(-1)).toMatch(/event_id=1&event_id=3$/))
  })

  it('closes the connection a while after the last component is gone', async () => {
    const only = show('1')
    await live()
    only.stop()
    await eventually(() => expect(updates.state).toBe('idle'))
    await eventually(() => expect(world.changes.listenerCount('change')).toBe(0))
  })

  it('ignores a change older than the known one', async () => {
    const { phases } = show('1')
    const other = show('2')
    await live()
    world.report('1', 'ENDED')
    await eventually(() => expect(phases.at(-1)).toBe('ended'))
    const old = { ...known('1'), ticketing_version: 1, ticketing_phase: 'on_sale' as const }
    world.changes.emit('change', old)
    // The stream is ordered: when the later change of another event has arrived, the older one has, too.
    world.report('2', 'LIVE')
    await eventually(() => expect(other.phases.at(-1)).toBe('on_sale'))
    expect(phases.at(-1)).toBe('ended')
  })

  it('is the state of the page when that is newer than the stream', async () => {
    show('1')
    await live()
    const newer = { ...known('1'), ticketing_version: 99, ticketing_phase: 'cancelled' as const }
    expect(updates.ticketing(newer).phase).toBe('cancelled')
  })

  it('has the newest details of an event that was edited while the page was open', async () => {
    const page = structuredClone(known('1'))
    const titles: string[] = []
    const stop = $effect.root(() => {
      $effect(() => void titles.push(updates.details(page).title))
    })
    stops.push(stop)
    flushSync()
    await live()
    world.edit(known('1'), { title: 'Moved', startDate: '2031-01-01T10:00:00.000Z' })
    await eventually(() => expect(titles.at(-1)).toBe('Moved'))
    expect(updates.details(page)).toMatchObject({ startDate: '2031-01-01T10:00:00.000Z', id: '1' })
    expect(new Set(titles)).toEqual(new Set([page.title, 'Moved']))
  })

  it('catches up by the snapshot after the API was unavailable', async () => {
    const { phases } = show('1')
    await live()
    world.changes.removeAllListeners()
    world.report('1', 'CANCELLED')
    api.cut()
    await eventually(() => expect(phases.at(-1)).toBe('cancelled'))
    expect(updates.state).toBe('live')
  })

  it('reconnects after a response on which browsers stop', async () => {
    api.fail('/api/events/updates', 'SERVICE_UNAVAILABLE')
    const { phases } = show('2')
    const stop = $effect.root(() => {
      $effect(() => void updates.state)
    })
    stops.push(stop)
    await eventually(() => expect(updates.state).toBe('reconnecting'))
    api.recover()
    world.report('2', 'LIVE')
    await eventually(() => expect(phases.at(-1)).toBe('on_sale'))
  })

  it('is read without a stream while the stream brings nothing', async () => {
    api.fail('/api/events/updates', 'SERVICE_UNAVAILABLE')
    const { phases } = show('2')
    world.report('2', 'LIVE')
    await eventually(() => expect(phases.at(-1)).toBe('on_sale'))
    expect(updates.state).toBe('reading')
    expect(api.seen('/api/events/ticketing')).toHaveLength(1)
  })

  it('resumes after the last message received', async () => {
    show('1')
    await live()
    await eventually(() => expect(updates.ticketing(known('1')).phase).toBe('on_sale'))
    api.fail('/api/events/updates', 'SERVICE_UNAVAILABLE')
    api.cut()
    await eventually(() => expect(HttpEventSource.opened.length).toBeGreaterThan(1))
    expect(HttpEventSource.opened.at(-1)).toMatch(/last_event_id=\d+/)
  })

  it('is offline while the browser is, and live again afterwards', async () => {
    show('1')
    await live()
    dispatchEvent(new Event('offline'))
    expect(updates.state).toBe('offline')
    dispatchEvent(new Event('online'))
    await eventually(() => expect(updates.state).toBe('live'))
  })

  it('disconnects while the page is hidden, and catches up when it is shown again', async () => {
    const { phases } = show('1')
    stops.push(updates.start())
    await live()
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    const close = vi.spyOn(HttpEventSource.prototype, 'close')
    document.dispatchEvent(new Event('visibilitychange'))
    // At once: later, silence closes a connection, too, and opens the next one.
    expect(close).toHaveBeenCalledTimes(1)
    await eventually(() => expect(world.changes.listenerCount('change')).toBe(0))
    world.report('1', 'CANCELLED')
    expect(phases.at(-1)).toBe('on_sale')
    hidden.mockRestore()
    document.dispatchEvent(new Event('visibilitychange'))
    await eventually(() => expect(phases.at(-1)).toBe('cancelled'))
  })

  it('follows the snapshot after a reset, even if its versions are lower', async () => {
    const { phases } = show('1')
    await live()
    world.report('1', 'ENDED')
    await eventually(() => expect(phases.at(-1)).toBe('ended'))
    // The API was restored from a backup: its numbers are lower than what this page has seen.
    Object.assign(known('1'), { ticketing_version: 1, ticketing_phase: 'paused' })
    world.reset(known('1'))
    await eventually(() => expect(phases.at(-1)).toBe('paused'))
  })
})
