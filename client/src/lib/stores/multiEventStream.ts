import { EventStream, type StreamHandlers, type StreamOptions } from './eventStream.ts'

/** The API refuses a stream of more events. */
export const MAX_EVENTS = 200

/** A source of messages about a set of events. */
export type ChangeFeed = {
  /** Follows exactly these events from now on; an empty list ends the connection. */
  follow(ids: readonly string[]): void
}

/** One connection for several events. It is replaced only when an event is followed that it does not cover. */
export class MultiEventStream implements ChangeFeed {
  readonly #url: string
  readonly #handlers: StreamHandlers
  readonly #options: StreamOptions
  #covered = new Set<string>()
  #end: () => void = () => {}

  /** @param url of the API's stream, without a query */
  constructor(url: string, handlers: StreamHandlers, options: StreamOptions = {}) {
    this.#url = url
    this.#handlers = handlers
    this.#options = options
  }

  follow(eventIds: readonly string[]): void {
    const ids = new Set(eventIds.slice(0, MAX_EVENTS))
    if (ids.size > 0 && [...ids].every((id) => this.#covered.has(id))) return
    this.#end()
    this.#covered = ids
    this.#end = ids.size > 0 ? this.#open(ids) : () => {}
  }

  #open(ids: ReadonlySet<string>): () => void {
    const query = new URLSearchParams([...ids].map((id) => ['event_id', id]))
    return new EventStream(`${this.#url}?${query}`, this.#handlers, this.#options).start()
  }
}
