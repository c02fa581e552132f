import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StandInApi } from '../../../test-support/api-server.ts'
import { fillDemo } from '../../../test-support/demo.ts'
import { HttpEventSource } from '../../../test-support/event-source.ts'
import { MemoryLocks } from '../../../test-support/locks.ts'
import { World } from '../../../test-support/world.ts'
import type { StreamState } from './eventStream.ts'
import { readStreamMessage } from './readStreamMessage.ts'
import { SharedStream } from './sharedStream.ts'

const options = { EventSource: HttpEventSource as unknown as typeof EventSource, random: () => 0 }

let api: StandInApi
let world: World
let tabs: Tab[]

/** A tab of the site: what it has heard, by event. */
class Tab {
  readonly phases = new Map<string, string>()
  state: StreamState | undefined
  readonly #stream = new SharedStream(
    `${api.url}/api/events/updates`,
    { onMessage: (data) => this.#hear(data), onState: (state) => (this.state = state) },
    options,
  )

  constructor(...ids: string[]) {
    tabs.push(this)
    this.show(...ids)
  }

  show(...ids: string[]): void {
    this.#stream.want(ids)
  }

  #hear(data: string): void {
    const message = readStreamMessage(data)
    if (message?.type === 'ticketing_status_changed') this.phases.set(message.eventId, message.phase)
  }
}

/** Connections the API holds now. */
const connections = () => world.changes.listenerCount('change')

beforeEach(async () => {
  world = new World('http://tickets.localhost:3002')
  fillDemo(world)
  api = await new StandInApi(world, 'http://tickets.localhost:3002').listen()
  Object.defineProperty(navigator, 'locks', { value: new MemoryLocks(), configurable: true })
  tabs = []
})

afterEach(async () => {
  for (const tab of tabs) tab.show()
  await api.close()
})

describe('the tabs of one browser', () => {
  it('share one connection, seven of them', async () => {
    const seven = Array.from({ length: 7 }, (_, index) => new Tab(String(index + 1)))
    await vi.waitFor(() => {
      for (const [index, tab] of seven.entries()) expect(tab.phases.has(String(index + 1))).toBe(true)
    })
    expect(connections()).toBe(1)
    world.report('7', 'LIVE')
    await vi.waitFor(() => expect(seven[6]?.phases.get('7')).toBe('on_sale'))
    expect(seven.map((tab) => tab.state)).toEqual(Array(7).fill('live'))
  })

  it('go on when the one that spoke is closed', async () => {
    const [first, second] = [new Tab('1'), new Tab('2')]
    await vi.waitFor(() => expect(second.phases.get('2')).toBe('preparing'))
    first.show()
    await vi.waitFor(() => expect(connections()).toBe(1))
    world.report('2', 'LIVE')
    await vi.waitFor(() => expect(second.phases.get('2')).toBe('on_sale'))
    expect(first.phases.get('2')).not.toBe('on_sale')
  })

  it('learn what changed between two speakers', async () => {
    const [first, second] = [new Tab('1'), new Tab('2')]
    await vi.waitFor(() => expect(second.phases.get('2')).toBe('preparing'))
    api.fail('/api/events/updates', 'SERVICE_UNAVAILABLE')
    first.show()
    world.report('2', 'CANCELLED')
    api.mend()
    await vi.waitFor(() => expect(second.phases.get('2')).toBe('cancelled'), { timeout: 5_000 })
  })

  it('get at once what is known of an event another tab shows already', async () => {
    const first = new Tab('1')
    await vi.waitFor(() => expect(first.phases.get('1')).toBe('on_sale'))
    HttpEventSource.opened.length = 0
    const second = new Tab('1')
    await vi.waitFor(() => expect(second.phases.get('1')).toBe('on_sale'))
    expect(second.state).toBe('live')
    expect(HttpEventSource.opened).toEqual([])
  })

  it('hear of trouble together', async () => {
    const [first, second] = [new Tab('1'), new Tab('2')]
    await vi.waitFor(() => expect(second.state).toBe('live'))
    api.fail('/api/events/updates', 'SERVICE_UNAVAILABLE')
    api.cut()
    await vi.waitFor(() => expect([first.state, second.state]).toEqual(['reconnecting', 'reconnecting']))
  })

  it('leave no connection behind', async () => {
    const [first, second] = [new Tab('1'), new Tab('2')]
    await vi.waitFor(() => expect(second.phases.size).toBeGreaterThan(0))
    first.show()
    second.show()
    await vi.waitFor(() => expect(connections()).toBe(0))
  })

  it('share only where the browser can', () => {
    expect(SharedStream.isPossible()).toBe(true)
    Reflect.deleteProperty(navigator, 'locks')
    expect(SharedStream.isPossible()).toBe(false)
  })
})
