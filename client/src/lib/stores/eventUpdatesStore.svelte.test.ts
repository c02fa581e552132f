import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StandInApi } from '../../../test-support/api-server.ts'
import { fillDemo } from '../../../test-support/demo.ts'
import { HttpEventSource } from '../../../test-support/event-source.ts'
import { World } from '../../../test-support/world.ts'
import { EventUpdates } from './eventUpdatesStore.ts'

const Source = HttpEventSource as unknown as typeof EventSource

let api: StandInApi
let world: World
let updates: EventUpdates
let stops: (() => void)[]

beforeEach(async () => {
  world = new World('http://tickets.localhost:3002')
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
  return new EventUpdates(`${api.url}/api/events/updates`, { EventSource: Source, random: () => 0 })
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
  if (event === undefined) throw new TypeError(`no event ${id}`)
  return event
}

async function live(): Promise<void> {
  const stop = $effect.root(() => {
    $effect(() => void updates.state)
  })
  stops.push(stop)
  await vi.waitFor(() => expect(updates.state).toBe('live'))
}

describe('the live state of events (C4)', () => {
  it('shows what the page came with until the stream says more', async () => {
    const { phases } = show('2')
    expect(phases).toEqual(['preparing'])
    await live()
    world.report('2', 'LIVE')
    await vi.waitFor(() => expect(phases.at(-1)).toBe('on_sale'))
    world.report('2', 'DRAFT')
    await vi.waitFor(() => expect(phases.at(-1)).toBe('paused'))
  })

  it('has one connection for all components of a page', async () => {
    show('1')
    show('2')
    show('2')
    await live()
    expect(HttpEventSource.opened).toEqual([`${api.url}/api/events/updates?event_id=1&event_id=2`])
  })

  it('asks anew when something not yet covered appears, and not when something goes', async () => {
    show('1')
    const second = show('2')
    await live()
    second.stop()
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect(HttpEventSource.opened).toHaveLength(1)
    show('3')
    await vi.waitFor(() => expect(HttpEventSource.opened.at(-1)).toMatch(/event_id=1&event_id=3$/))
  })

  it('lets the connection go some time after nobody looks any more', async () => {
    const only = show('1')
    await live()
    only.stop()
    await vi.waitFor(() => expect(updates.state).toBe('idle'), { timeout: 3_000 })
    await vi.waitFor(() => expect(world.changes.listenerCount('change')).toBe(0))
  })

  it('ignores what is older than what it knows', async () => {
    const { phases } = show('1')
    await live()
    world.report('1', 'ENDED')
    await vi.waitFor(() => expect(phases.at(-1)).toBe('ended'))
    const old = { ...known('1'), ticketing_version: 1, ticketing_phase: 'on_sale' as const }
    world.changes.emit('change', old)
    world.report('2', 'LIVE')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(phases.at(-1)).toBe('ended')
  })

  it('takes the page when that is newer than the stream', async () => {
    show('1')
    await live()
    const newer = { ...known('1'), ticketing_version: 99, ticketing_phase: 'cancelled' as const }
    expect(updates.ticketing(newer).phase).toBe('cancelled')
  })

  it('repairs what it missed while the API was away, by the snapshot', async () => {
    const { phases } = show('1')
    await live()
    world.changes.removeAllListeners()
    world.report('1', 'CANCELLED')
    api.cut()
    await vi.waitFor(() => expect(phases.at(-1)).toBe('cancelled'), { timeout: 3_000 })
    expect(updates.state).toBe('live')
  })

  it('connects again by itself after an answer on which browsers give up', async () => {
    api.fail('/api/events/updates', 'SERVICE_UNAVAILABLE')
    const { phases } = show('2')
    const stop = $effect.root(() => {
      $effect(() => void updates.state)
    })
    stops.push(stop)
    await vi.waitFor(() => expect(updates.state).toBe('reconnecting'))
    api.mend()
    world.report('2', 'LIVE')
    await vi.waitFor(() => expect(phases.at(-1)).toBe('on_sale'), { timeout: 5_000 })
  })

  it('resumes behind the last message it got', async () => {
    show('1')
    await live()
    await vi.waitFor(() => expect(updates.ticketing(known('1')).phase).toBe('on_sale'))
    api.fail('/api/events/updates', 'SERVICE_UNAVAILABLE')
    api.cut()
    await vi.waitFor(() => expect(HttpEventSource.opened.length).toBeGreaterThan(1), { timeout: 5_000 })
    expect(HttpEventSource.opened.at(-1)).toMatch(/last_event_id=\d+/)
  })

  it('says when the browser is offline, and comes back with the network', async () => {
    show('1')
    await live()
    dispatchEvent(new Event('offline'))
    expect(updates.state).toBe('offline')
    dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(updates.state).toBe('live'))
  })

  it('lets go while the page is hidden, and asks how things stand when it is shown again', async () => {
    const { phases } = show('1')
    stops.push(updates.start())
    await live()
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(world.changes.listenerCount('change')).toBe(0))
    world.report('1', 'CANCELLED')
    expect(phases.at(-1)).toBe('on_sale')
    hidden.mockRestore()
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(phases.at(-1)).toBe('cancelled'))
  })

  it('starts over from the snapshot when the log behind its cursor is gone', async () => {
    const { phases } = show('1')
    await live()
    world.report('1', 'ENDED')
    await vi.waitFor(() => expect(phases.at(-1)).toBe('ended'))
    // The API was restored from a backup: its numbers are lower than what this page has seen.
    Object.assign(known('1'), { ticketing_version: 1, ticketing_phase: 'paused' })
    world.reset(known('1'))
    await vi.waitFor(() => expect(phases.at(-1)).toBe('paused'))
  })
})
