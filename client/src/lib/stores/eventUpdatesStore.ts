import { getContext, setContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import {
  type EventWithTicketing,
  type Ticketing,
  ticketingOf,
  ticketingOfChange,
} from '$lib/apis/hievents/extendedEventTypes.ts'
import { EventStream, type StreamOptions, type StreamState } from './eventStream.ts'
import { readStreamMessage } from './readStreamMessage.ts'

/** How fresh what a page shows is. `idle`: nothing on the page asks. */
export type LiveState = 'idle' | StreamState

/** One event that something on the page shows. */
type Watched = { subscribe: () => void; notify: () => void; shown: boolean }

const quiet = () => {}
/** Long enough for one page to hand over to the next without a new connection, short enough to free the server. */
const LINGER_MS = 1_000

/** The live state of events: one connection for all components of a page (C4, C9). */
export class EventUpdates {
  readonly #address: string
  readonly #options: StreamOptions
  readonly #known = new Map<string, Ticketing>()
  readonly #watched = new Map<string, Watched>()
  #restarted = false
  #outdated = new Set<string>()
  #stream: { ids: Set<string>; end: () => void } | null = null
  #pending: ReturnType<typeof setTimeout> | undefined
  #state: LiveState = 'idle'
  #notifyState = quiet
  readonly #subscribeState = createSubscriber((update) => {
    this.#notifyState = update
    return () => (this.#notifyState = quiet)
  })

  /** @param address of the API's stream, without a query */
  constructor(address: string, options: StreamOptions = {}) {
    this.#address = address
    this.#options = options
  }

  /**
   * The newest that is known of an event's ticketing: what the page came with, or what the stream said since. Read in a
   * template or an effect, it also watches: the event is on the stream for as long as someone reads it.
   */
  ticketing(event: EventWithTicketing): Ticketing {
    const watched = this.#watched.get(event.id) ?? this.#watch(event.id)
    watched.subscribe()
    const [page, streamed] = [ticketingOf(event), this.#known.get(event.id)]
    if (streamed === undefined) return page
    return this.#restarted || streamed.version >= page.version ? streamed : page
  }

  /** Reactive, too. */
  get state(): LiveState {
    this.#subscribeState()
    return this.#state
  }

  /** Ends the connection for good. */
  close(): void {
    clearTimeout(this.#pending)
    this.#end()
  }

  #watch(id: string): Watched {
    const watched: Watched = {
      shown: false,
      notify: quiet,
      subscribe: createSubscriber((update) => {
        Object.assign(watched, { shown: true, notify: update })
        this.#schedule(0)
        return () => {
          Object.assign(watched, { shown: false, notify: quiet })
          this.#schedule(LINGER_MS)
        }
      }),
    }
    this.#watched.set(id, watched)
    return watched
  }

  #schedule(delay: number): void {
    clearTimeout(this.#pending)
    this.#pending = setTimeout(() => this.#connect(), delay)
  }

  /** Asks for what is shown now, unless the present connection already brings all of it. */
  #connect(): void {
    const ids = [...this.#watched].filter(([, each]) => each.shown).map(([id]) => id)
    if (ids.length > 0 && ids.every((id) => this.#stream?.ids.has(id))) return
    this.#end()
    if (ids.length === 0) return
    const query = new URLSearchParams(ids.map((id) => ['event_id', id]))
    const stream = new EventStream(
      `${this.#address}?${query}`,
      { onMessage: (data) => this.#receive(data), onState: (state) => this.#become(state) },
      this.#options,
    )
    this.#stream = { ids: new Set(ids), end: stream.start() }
  }

  #end(): void {
    this.#stream?.end()
    this.#stream = null
    this.#become('idle')
  }

  #become(state: LiveState): void {
    if (this.#state === state) return
    this.#state = state
    this.#notifyState()
  }

  #receive(data: string): void {
    const message = readStreamMessage(data)
    if (message?.type === 'reset') this.#distrust()
    if (message?.type !== 'ticketing_status_changed') return
    const held = this.#known.get(message.eventId)
    const counts = held === undefined || held.version < message.version || this.#outdated.has(message.eventId)
    if (!counts) return
    this.#outdated.delete(message.eventId)
    this.#known.set(message.eventId, ticketingOfChange(message))
    this.#watched.get(message.eventId)?.notify()
  }

  /** The log behind our cursor is gone: the snapshot that follows counts, whatever its numbers and the page's are. */
  #distrust(): void {
    this.#restarted = true
    this.#outdated = new Set(this.#known.keys())
  }
}

const KEY = Symbol('event updates')

/** Gives the components below one shared source of live state. */
export function provideEventUpdates(updates: EventUpdates): EventUpdates {
  return setContext(KEY, updates)
}

export function useEventUpdates(): EventUpdates {
  return getContext<EventUpdates>(KEY)
}
