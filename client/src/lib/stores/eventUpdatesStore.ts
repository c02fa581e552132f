import { getContext, setContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import {
  type EventWithTicketing,
  type Ticketing,
  ticketingOf,
  ticketingOfChange,
} from '$lib/apis/hievents/extendedEventTypes.ts'
import type { StreamOptions, StreamState } from './eventStream.ts'
import { readStreamMessage } from './readStreamMessage.ts'
import { SharedStream } from './sharedStream.ts'
import { type Line, WideStream } from './wideStream.ts'

/** How fresh what a page shows is. `idle`: nothing on the page asks. */
export type LiveState = 'idle' | StreamState

/** One event that something on the page shows. */
type Watched = { subscribe: () => void; notify: () => void; shown: boolean }

const quiet = () => {}
/** Long enough for one page to hand over to the next without a new connection, short enough to free the server. */
const LINGER_MS = 1_000

/** The live state of events: one connection for all components of a page, and for all pages of a browser (C4, C9). */
export class EventUpdates {
  readonly #address: string
  readonly #options: StreamOptions
  readonly #known = new Map<string, Ticketing>()
  readonly #watched = new Map<string, Watched>()
  #restarted = false
  #outdated = new Set<string>()
  #line: Line | null = null
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

  /**
   * From now on, follows whether the page can be seen: hidden, it lets go of the connection; shown again (also out of the
   * back/forward cache), it asks how things stand.
   *
   * @returns what ends the connection for good
   */
  start(): () => void {
    const ending = new AbortController()
    // At once: of a page that is about to go, no timer runs any more.
    document.addEventListener('visibilitychange', () => this.#connect(), { signal: ending.signal })
    return () => {
      ending.abort()
      this.close()
    }
  }

  close(): void {
    clearTimeout(this.#pending)
    this.#line?.want([])
    this.#become('idle')
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

  /** Asks for what is shown now. */
  #connect(): void {
    const ids = document.hidden ? [] : [...this.#watched].filter(([, each]) => each.shown).map(([id]) => id)
    if (ids.length === 0) return this.close()
    this.#line ??= this.#newLine()
    this.#line.want(ids)
  }

  #newLine(): Line {
    const handlers = {
      onMessage: (data: string) => this.#receive(data),
      onState: (state: StreamState) => this.#become(state),
    }
    const Kind = SharedStream.isPossible() ? SharedStream : WideStream
    return new Kind(this.#address, handlers, this.#options)
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
