import { EventStream, type StreamHandlers, type StreamOptions } from './eventStream.ts'

/** A stream takes this many events. */
const MAX_EVENTS = 200

/** What brings messages about the events one asks for. */
export type Line = {
  /** Asks for these events, and for no others any more; for none, ends. */
  want(ids: readonly string[]): void
}

/** A connection as wide as it has to be: opened anew only when it does not yet bring all that is asked for. */
export class WideStream implements Line {
  readonly #address: string
  readonly #handlers: StreamHandlers
  readonly #options: StreamOptions
  #covered = new Set<string>()
  #end: () => void = () => {}

  /** @param address of the API's stream, without a query */
  constructor(address: string, handlers: StreamHandlers, options: StreamOptions = {}) {
    this.#address = address
    this.#handlers = handlers
    this.#options = options
  }

  want(wanted: readonly string[]): void {
    const ids = new Set(wanted.slice(0, MAX_EVENTS))
    if (ids.size > 0 && [...ids].every((id) => this.#covered.has(id))) return
    this.#end()
    this.#covered = ids
    this.#end = ids.size > 0 ? this.#open(ids) : () => {}
  }

  #open(ids: ReadonlySet<string>): () => void {
    const query = new URLSearchParams([...ids].map((id) => ['event_id', id]))
    return new EventStream(`${this.#address}?${query}`, this.#handlers, this.#options).start()
  }
}
