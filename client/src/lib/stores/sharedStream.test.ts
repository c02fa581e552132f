import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../../test-support/eventually.ts'
import { StandInApi } from '../../../test-support/api-server.ts'
import { fillDemo } from '../../../test-support/demo.ts'
import { HttpEventSource } from '../../../test-support/event-source.ts'
import { MemoryLocks } from '../../../test-support/locks.ts'
import { StandInWorld } from '../../../test-support/world.ts'
import type { StreamState } from './eventStream.ts'
import { readStreamMessage } from './readStreamMessage.ts'
import { SharedStream } from './sharedStream.ts'

const options = { EventSource: HttpEventSource as unknown as typeof EventSource, random: () => 0 }

let api: StandInApi
let world: StandInWorld
let tabs: Tab[]

/** A tab of the site and the messages it received, by event. */
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
    this.#stream.follow(ids)
  }

  #hear(data: string): void {
    const message = readStreamMessage(data)
    if (message?.type === 'ticketing_status_changed') this.phases.set(message.eventId, message.phase)
  }
}

/** Connections the API holds now. */
const connections = () => world.changes.listenerCount('change')

beforeEach(async () => {
  world = new StandInWorld('http://tickets.localhost:3002')
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
  it('share one connection among seven', async () => {
    const seven = Array.from({ length: 7 }, (_, index) => new Tab(String(index + 1)))
    await eventually(() => {
      for (const [index, tab] of seven.entries()) expect(tab.phases.has(String(index + 1))).toBe(true)
    })
    expect(connections()).toBe(1)
    world.report('7', 'LIVE')
    await eventually(() => expect(seven[6]?.phases.get('7')).toBe('on_sale'))
    expect(seven.map((tab) => tab.state)).toEqual(Array(7).fill('live'))
  })

  it('continue when the leading tab is closed', async () => {
    const [first, second] = [new Tab('1'), new Tab('2')]
    await eventually(() => expect(second.phases.get('2')).toBe('preparing'))
    first.show()
    await eventually(() => expect(connections()).toBe(1))
    world.report('2', 'LIVE')
    await eventually(() => expect(second.phases.get('2')).toBe('on_sale'))
    expect(first.phases.get('2')).not.toBe('on_sale')
  })

  it('receive what changed between two leading tabs', async () => {
    const [first, second] = [new Tab('1'), new Tab('2')]
    await eventually(() => expect(second.phases.get('2')).toBe('preparing'))
    api.fail('/api/events/updates', 'SERVICE_UNAVAILABLE')
    first.show()
    world.report('2', 'CANCELLED')
    api.recover()
    await eventually(() => expect(second.phases.get('2')).toBe('cancelled'))
  })

  it('receive at once the state of an event that another tab shows', async () => {
    const first = new Tab('1')
    await eventually(() => expect(first.phases.get('1')).toBe('on_sale'))
    HttpEventSource.opened.length = 0
    const second = new Tab('1')
    await eventually(() => expect(second.phases.get('1')).toBe('on_sale'))
    expect(second.state).toBe('live')
    expect(HttpEventSource.opened).toEqual([])
  })

  it('receive a lost connection together', async () => {
    const [first, second] = [new Tab('1'), new Tab('2')]
    await eventually(() => expect(second.state).toBe('live'))
    api.fail('/api/events/updates', 'SERVICE_UNAVAILABLE')
    api.cut()
    await eventually(() => expect([first.state, second.state]).toEqual(['reconnecting', 'reconnecting']))
  })

  it('close the connection with the last tab', async () => {
    const [first, second] = [new Tab('1'), new Tab('2')]
    await eventually(() => expect(second.phases.size).toBeGreaterThan(0))
    first.show()
    second.show()
    await eventually(() => expect(connections()).toBe(0))
  })

  it('share only in browsers with locks and channels', () => {
    expect(SharedStream.isPossible()).toBe(true)
    Reflect.deleteProperty(navigator, 'locks')
    expect(SharedStream.isPossible()).toBe(false)
  })
})
