import type { TicketingChange } from '@tuvens/contract'
import { getContext, setContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import {
  type EventWithTicketing,
  type Ticketing,
  ticketingOf,
  ticketingOfChange,
} from '$lib/apis/hievents/extendedEventTypes.ts'
import type { StreamOptions, StreamState } from './eventStream.ts'
import { Freshness, type LiveState } from './freshness.ts'
import { NewestDetails, type ShownDetails } from './newestDetails.ts'
import { readEventDetails } from './readEventDetails.ts'
import { readStreamMessage, readTicketingStates } from './readStreamMessage.ts'
import { SharedStream } from './sharedStream.ts'
import { type ChangeFeed, MAX_EVENTS, MultiEventStream } from './multiEventStream.ts'

/** One event that a component on the page has read. */
type WatchedEvent = { subscribe: () => void; notify: () => void; isShown: boolean }

class UnreadableAnswer extends Error {
  constructor(status: number) {
    super(`The API answered ${status} without what was requested`)
  }
}

const noop = () => {}
/** Long enough for the next page to take over the connection, short enough to free the server. */
const CLOSE_DELAY_MS = 1_000

/** The live state of events: one connection for all components of a page, and for all pages of a browser (C4, C9). */
export class EventUpdates {
  readonly #apiUrl: string
  readonly #options: StreamOptions
  readonly #latest = new Map<string, Ticketing>()
  readonly #watched = new Map<string, WatchedEvent>()
  #wasReset = false
  #awaitingSnapshot = new Set<string>()
  /** Events whose state came after a reset: their versions may be lower than the page's. */
  readonly #afterReset = new Set<string>()
  #feed: ChangeFeed | null = null
  #pending: ReturnType<typeof setTimeout> | undefined
  readonly #freshness: Freshness
  readonly #details: NewestDetails
  #notifyState = noop
  readonly #subscribeState = createSubscriber((update) => {
    this.#notifyState = update
    return () => (this.#notifyState = noop)
  })

  /** @param apiUrl where the API is */
  constructor(apiUrl: string, options: StreamOptions = {}) {
    this.#apiUrl = apiUrl
    this.#options = options
    this.#freshness = new Freshness({
      ...options,
      read: (signal) => this.#readStates(signal),
      onChange: () => this.#notifyState(),
    })
    this.#details = new NewestDetails({
      ...options,
      read: (id) => this.#readDetails(id),
      onRead: (id) => this.#watched.get(id)?.notify(),
    })
  }

  /**
   * The newest ticketing state of an event: from the page's data, or from the stream if that is newer. Reactive: an event
   * stays on the stream for as long as a template or an effect reads it.
   */
  ticketing(event: EventWithTicketing): Ticketing {
    const watched = this.#watched.get(event.id) ?? this.#watch(event.id)
    watched.subscribe()
    const [page, streamed] = [ticketingOf(event), this.#latest.get(event.id)]
    if (streamed === undefined) return page
    return this.#afterReset.has(event.id) || streamed.version >= page.version ? streamed : page
  }

  /**
   * An event with its newest details: those of the page's data, or those read after the stream told of an edit. Reactive,
   * as `ticketing`.
   */
  details<E extends EventWithTicketing & Omit<ShownDetails, 'description' | 'contactData'>>(event: E): E {
    const { detailsVersion } = this.ticketing(event)
    if (detailsVersion === event.detailsVersion) return event
    return { ...event, ...this.#details.newest(event.id, detailsVersion) }
  }

  /** Reactive. */
  get state(): LiveState {
    this.#subscribeState()
    return this.#freshness.state
  }

  /** When everything shown was last known to be right, in milliseconds since the epoch; null before the first message. */
  get freshAt(): number | null {
    return this.#freshness.at
  }

  /**
   * Closes the connection while the page is hidden, and opens it again when the page is shown, also from the
   * back/forward cache.
   *
   * @returns a function that ends the connection permanently
   */
  start(): () => void {
    const ending = new AbortController()
    // Without a delay: a page that is about to be frozen runs no timers.
    document.addEventListener('visibilitychange', () => this.#connect(), { signal: ending.signal })
    return () => {
      ending.abort()
      this.close()
    }
  }

  close(): void {
    clearTimeout(this.#pending)
    this.#feed?.follow([])
    this.#freshness.stop()
    this.#details.stop()
  }

  #watch(id: string): WatchedEvent {
    const watched: WatchedEvent = {
      isShown: false,
      notify: noop,
      subscribe: createSubscriber((update) => {
        Object.assign(watched, { isShown: true, notify: update })
        this.#schedule(0)
        return () => {
          Object.assign(watched, { isShown: false, notify: noop })
          this.#schedule(CLOSE_DELAY_MS)
        }
      }),
    }
    this.#watched.set(id, watched)
    return watched
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#pending)
    this.#pending = setTimeout(() => this.#connect(), delayMs)
  }

  /** Follows the events shown now. */
  #connect(): void {
    const ids = document.hidden ? [] : this.#shownIds()
    if (ids.length === 0) return this.close()
    this.#feed ??= this.#createFeed()
    this.#feed.follow(ids)
    this.#details.resume()
  }

  #createFeed(): ChangeFeed {
    const handlers = {
      onMessage: (data: string) => this.#receive(data),
      onState: (state: StreamState) => this.#freshness.noteState(state),
    }
    const StreamClass = SharedStream.isPossible() ? SharedStream : MultiEventStream
    return new StreamClass(`${this.#apiUrl}/api/events/updates`, handlers, this.#options)
  }

  #shownIds(): string[] {
    return [...this.#watched].filter(([, each]) => each.isShown).map(([id]) => id)
  }

  /** The same states without a stream. */
  async #readStates(signal: AbortSignal): Promise<void> {
    const query = new URLSearchParams(
      this.#shownIds()
        .slice(0, MAX_EVENTS)
        .map((id) => ['event_id', id]),
    )
    const response = await fetch(`${this.#apiUrl}/api/events/ticketing?${query}`, {
      signal,
      cache: 'no-store',
    })
    const states = response.ok ? readTicketingStates(await response.json()) : null
    if (states === null) throw new UnreadableAnswer(response.status)
    for (const state of states) this.#apply(state)
  }

  async #readDetails(id: string): Promise<ShownDetails> {
    const response = await fetch(`${this.#apiUrl}/api/events/${id}`, { cache: 'no-store' })
    const details = response.ok ? readEventDetails(await response.json()) : null
    if (details === null) throw new UnreadableAnswer(response.status)
    return details
  }

  #receive(data: string): void {
    this.#freshness.noteMessage()
    const message = readStreamMessage(data)
    if (message?.type === 'reset') this.#expectSnapshot()
    if (message?.type === 'ticketing_status_changed') this.#apply(message)
  }

  #apply(message: TicketingChange): void {
    const held = this.#latest.get(message.eventId)
    const isNewer =
      held === undefined || held.version < message.version || this.#awaitingSnapshot.has(message.eventId)
    if (!isNewer) return
    this.#awaitingSnapshot.delete(message.eventId)
    if (this.#wasReset) this.#afterReset.add(message.eventId)
    this.#latest.set(message.eventId, ticketingOfChange(message))
    this.#watched.get(message.eventId)?.notify()
  }

  /** The API's change log no longer has our cursor. The snapshot that follows is right even if its versions are lower. */
  #expectSnapshot(): void {
    this.#wasReset = true
    this.#awaitingSnapshot = new Set(this.#latest.keys())
  }
}

const KEY = Symbol('event updates')

/** Provides one shared store to the components below. */
export function provideEventUpdates(updates: EventUpdates): EventUpdates {
  return setContext(KEY, updates)
}

export function useEventUpdates(): EventUpdates {
  return getContext<EventUpdates>(KEY)
}
