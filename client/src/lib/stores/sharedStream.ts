import type { StreamHandlers, StreamOptions, StreamState } from './eventStream.ts'
import { readStreamMessage } from './readStreamMessage.ts'
import { type Line, WideStream } from './wideStream.ts'

/** What the tabs of this site tell each other. */
type Note =
  /** What one tab shows now; nothing, when it leaves. */
  | { kind: 'want'; tab: string; ids: readonly string[] }
  /** A new speaker asks everybody what they show. */
  | { kind: 'who' }
  /** A message of the stream, and how the stream is doing. */
  | { kind: 'data'; data: string }
  | { kind: 'state'; state: StreamState }

const NAME = 'tuvens-stream'
const nothing = () => {}

/**
 * One connection for all tabs of this site: a browser opens six to one host, and a seventh tab would wait for ever.
 * The tab that holds the lock speaks with the API and passes on what it hears; when it goes, the next one takes over.
 */
export class SharedStream implements Line {
  readonly #handlers: StreamHandlers
  readonly #stream: WideStream
  readonly #channel = new BroadcastChannel(NAME)
  readonly #tab = crypto.randomUUID()
  readonly #wanted = new Map<string, readonly string[]>()
  /** The last message of each event, for tabs that come later. */
  readonly #heard = new Map<string, string>()
  #state: StreamState = 'connecting'
  #speaking = false
  #leave = nothing

  /** @param address of the API's stream, without a query */
  constructor(address: string, handlers: StreamHandlers, options: StreamOptions = {}) {
    this.#handlers = handlers
    const passOn = {
      onMessage: (data: string) => this.#pass(data),
      onState: (state: StreamState) => this.#tell(state),
    }
    this.#stream = new WideStream(address, passOn, options)
    this.#channel.onmessage = ({ data }: MessageEvent<Note>) => this.#take(data)
  }

  /** Whether this browser has what sharing needs. */
  static isPossible(): boolean {
    return 'locks' in navigator && 'BroadcastChannel' in globalThis
  }

  want(ids: readonly string[]): void {
    this.#note(this.#tab, ids)
    this.#say({ kind: 'want', tab: this.#tab, ids })
    if (ids.length === 0) this.#leave()
    else if (this.#leave === nothing) this.#queue()
  }

  /** Waits for its turn to speak, and keeps it until this tab shows nothing any more. */
  #queue(): void {
    const waiting = new AbortController()
    const spoken = new Promise<void>((resolve) => {
      this.#leave = () => {
        waiting.abort()
        this.#hush()
        resolve()
      }
    })
    const speak = () => {
      this.#speak()
      return spoken
    }
    navigator.locks.request(NAME, { signal: waiting.signal }, speak).catch(nothing)
  }

  #speak(): void {
    this.#speaking = true
    this.#say({ kind: 'who' })
    this.#widen()
  }

  #hush(): void {
    this.#leave = nothing
    this.#speaking = false
    this.#stream.want([])
  }

  #take(note: Note): void {
    const own = this.#wanted.get(this.#tab)
    // A tab that shows nothing has nothing to hear and nothing to say.
    if (own === undefined) return
    switch (note.kind) {
      case 'want':
        return this.#answer(note.tab, note.ids)
      case 'who':
        return this.#say({ kind: 'want', tab: this.#tab, ids: own })
      case 'data':
        return this.#handlers.onMessage(note.data)
      case 'state':
        return this.#handlers.onState(note.state)
    }
  }

  #note(tab: string, ids: readonly string[]): void {
    if (ids.length === 0) this.#wanted.delete(tab)
    else this.#wanted.set(tab, ids)
    if (this.#speaking) this.#widen()
  }

  /** What another tab asks for and is known already it gets at once, the rest with the snapshot of a wider stream. */
  #answer(tab: string, ids: readonly string[]): void {
    this.#note(tab, ids)
    if (!this.#speaking) return
    this.#say({ kind: 'state', state: this.#state })
    for (const id of ids) {
      const data = this.#heard.get(id)
      if (data !== undefined) this.#say({ kind: 'data', data })
    }
  }

  /** Its own events first: they are the ones sure to fit. */
  #widen(): void {
    const own = this.#wanted.get(this.#tab) ?? []
    this.#stream.want([...new Set([...own, ...[...this.#wanted.values()].flat()])])
  }

  #pass(data: string): void {
    const message = readStreamMessage(data)
    if (message?.type === 'reset') this.#heard.clear()
    if (message?.type === 'ticketing_status_changed') this.#heard.set(message.eventId, data)
    this.#handlers.onMessage(data)
    this.#say({ kind: 'data', data })
  }

  #tell(state: StreamState): void {
    this.#state = state
    this.#handlers.onState(state)
    this.#say({ kind: 'state', state })
  }

  #say(note: Note): void {
    this.#channel.postMessage(note)
  }
}
