import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EventStream, type StreamState } from './eventStream.ts'
import { MultiEventStream } from './multiEventStream.ts'

const HEARTBEAT = '{"type":"heartbeat"}'

/** A connection that the test controls, for delays no test should wait for. */
class Scripted {
  static opened: Scripted[] = []
  readyState = 0
  onmessage: ((message: { data: string; lastEventId: string }) => void) | null = null
  onerror: (() => void) | null = null
  readonly url: string

  constructor(url: URL) {
    this.url = String(url)
    Scripted.opened.push(this)
  }

  close(): void {
    this.readyState = 2
  }

  /** Opens, and brings the heartbeat that follows what was missed. */
  open(): void {
    this.readyState = 1
    this.beat()
  }

  beat(): void {
    this.onmessage?.({ data: HEARTBEAT, lastEventId: '' })
  }

  /** As after any answer but 200: the browser gives up. */
  refuse(): void {
    this.readyState = 2
    this.onerror?.()
  }

  /** As after a drop: the browser tries again by itself. */
  drop(): void {
    this.readyState = 0
    this.onerror?.()
  }
}

const options = { EventSource: Scripted as unknown as typeof EventSource, random: () => 1 }
const ADDRESS = 'https://api.example/api/events/updates'

let states: StreamState[]
let heard: string[]
const handlers = {
  onMessage: (data: string) => heard.push(data),
  onState: (state: StreamState) => states.push(state),
}
const latest = () => Scripted.opened.at(-1) ?? new Scripted(new URL(ADDRESS))

beforeEach(() => {
  vi.useFakeTimers()
  ;[states, heard, Scripted.opened] = [[], [], []]
})
afterEach(() => vi.useRealTimers())

describe('a connection that always reconnects', () => {
  it('waits longer after each refusal, up to half a minute', () => {
    const end = new EventStream(ADDRESS, handlers, options).start()
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      const before = Scripted.opened.length
      latest().refuse()
      vi.advanceTimersByTime(seconds * 1_000 - 1)
      expect(Scripted.opened.length).toBe(before)
      vi.advanceTimersByTime(1)
      expect(Scripted.opened.length).toBe(before + 1)
    }
    end()
  })

  it('spreads pages that were refused together over half the delay', () => {
    const end = new EventStream(ADDRESS, handlers, { ...options, random: () => 0 }).start()
    latest().refuse()
    vi.advanceTimersByTime(500)
    expect(Scripted.opened).toHaveLength(2)
    end()
  })

  it('starts with short delays again once it was connected', () => {
    const end = new EventStream(ADDRESS, handlers, options).start()
    latest().refuse()
    vi.advanceTimersByTime(1_000)
    latest().open()
    latest().refuse()
    vi.advanceTimersByTime(1_000)
    expect(Scripted.opened).toHaveLength(3)
    end()
  })

  it('leaves reconnecting after a lost connection to the browser', () => {
    const end = new EventStream(ADDRESS, handlers, options).start()
    latest().open()
    latest().drop()
    vi.advanceTimersByTime(30_000)
    expect(Scripted.opened).toHaveLength(1)
    expect(states).toEqual(['connecting', 'live', 'reconnecting'])
    end()
  })

  it('resumes after the last message', () => {
    const end = new EventStream(ADDRESS, handlers, options).start()
    latest().open()
    latest().onmessage?.({ data: 'one', lastEventId: '41' })
    latest().onmessage?.({ data: 'two', lastEventId: '' })
    latest().refuse()
    vi.advanceTimersByTime(1_000)
    expect(latest().url).toBe(`${ADDRESS}?last_event_id=41`)
    expect(heard).toEqual([HEARTBEAT, 'one', 'two'])
    end()
  })

  it('connects at once when the network is back', () => {
    const end = new EventStream(ADDRESS, handlers, options).start()
    latest().refuse()
    dispatchEvent(new Event('online'))
    expect(Scripted.opened).toHaveLength(2)
    vi.advanceTimersByTime(30_000)
    expect(Scripted.opened).toHaveLength(2)
    end()
  })

  it('reports offline when it starts or fails without a network', () => {
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    const end = new EventStream(ADDRESS, handlers, options).start()
    latest().drop()
    expect(states).toEqual(['offline', 'offline'])
    online.mockRestore()
    end()
  })

  it('does nothing after its end', () => {
    new EventStream(ADDRESS, handlers, options).start()()
    dispatchEvent(new Event('online'))
    vi.advanceTimersByTime(60_000)
    expect(Scripted.opened).toHaveLength(1)
    expect(latest().readyState).toBe(2)
  })
})

describe('a connection that goes silent', () => {
  it('is replaced after more than two heartbeats, and resumed', () => {
    const end = new EventStream(ADDRESS, handlers, options).start()
    latest().open()
    latest().onmessage?.({ data: 'one', lastEventId: '41' })
    vi.advanceTimersByTime(30_999)
    expect(Scripted.opened).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(Scripted.opened.map((each) => [each.url, each.readyState])).toEqual([
      [ADDRESS, 2],
      [`${ADDRESS}?last_event_id=41`, 0],
    ])
    expect(states.at(-1)).toBe('reconnecting')
    end()
  })

  it('is kept while heartbeats arrive', () => {
    const end = new EventStream(ADDRESS, handlers, options).start()
    latest().open()
    for (let minute = 0; minute < 10; minute++) {
      vi.advanceTimersByTime(30_000)
      latest().beat()
    }
    expect(Scripted.opened).toHaveLength(1)
    expect(states).toEqual(['connecting', 'live'])
    end()
  })

  it('is not live before its first message: a proxy may hold the content of an open response back', () => {
    const end = new EventStream(ADDRESS, handlers, options).start()
    latest().readyState = 1
    vi.advanceTimersByTime(31_000)
    expect(states).toEqual(['connecting', 'reconnecting'])
    expect(Scripted.opened).toHaveLength(2)
    latest().beat()
    expect(states.at(-1)).toBe('live')
    end()
  })
})

describe('a connection for several events', () => {
  it('is opened again only for an event that it does not cover', () => {
    const stream = new MultiEventStream(ADDRESS, handlers, options)
    stream.follow(['1', '2'])
    stream.follow(['2'])
    expect(Scripted.opened).toHaveLength(1)
    stream.follow(['2', '3'])
    expect(Scripted.opened.map((each) => each.url.split('?')[1])).toEqual([
      'event_id=1&event_id=2',
      'event_id=2&event_id=3',
    ])
    expect(Scripted.opened[0]?.readyState).toBe(2)
    stream.follow([])
  })

  it('ends when no event is followed, and begins again', () => {
    const stream = new MultiEventStream(ADDRESS, handlers, options)
    stream.follow(['1'])
    stream.follow([])
    expect(latest().readyState).toBe(2)
    stream.follow(['1'])
    expect(Scripted.opened).toHaveLength(2)
    stream.follow([])
  })

  it('requests no more events than the API accepts', () => {
    const stream = new MultiEventStream(ADDRESS, handlers, options)
    stream.follow(Array.from({ length: 300 }, (_, index) => String(index + 1)))
    expect(new URL(latest().url).searchParams.getAll('event_id')).toHaveLength(200)
    stream.follow([])
  })
})
