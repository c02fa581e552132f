import { HEARTBEAT_SECONDS } from '@tuvens/contract/heartbeat'

/** `live`: messages come. `offline`: the browser reports that it has no network. */
export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'offline'

export type StreamHandlers = {
  /** Receives the data of one message. */
  onMessage: (data: string) => void
  onState: (state: StreamState) => void
}

export type StreamOptions = {
  EventSource?: typeof EventSource
  random?: () => number
}

const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 30_000
const CLOSED = 2
/** Silence of more than two heartbeats: the connection is dead although nothing has closed it. */
export const SILENCE_MS = (2 * HEARTBEAT_SECONDS + 1) * 1_000

/**
 * A connection that always reconnects. The browser's EventSource reconnects after a drop, but it stops for good after a
 * response other than 200, it does not reconnect when the network is back, and it does not notice a connection on which
 * nothing arrives any more. This class handles all three, and resumes after the last message it received.
 */
export class EventStream {
  readonly #url: string
  readonly #handlers: StreamHandlers
  readonly #Source: typeof EventSource
  readonly #random: () => number
  #source: EventSource | null = null
  #lastId = ''
  #failures = 0
  #isLive = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(url: string, handlers: StreamHandlers, options: StreamOptions = {}) {
    this.#url = url
    this.#handlers = handlers
    this.#Source = options.EventSource ?? globalThis.EventSource
    this.#random = options.random ?? Math.random
  }

  /** Connects, and stays connected until the returned function is called. */
  start(): () => void {
    const ending = new AbortController()
    const { signal } = ending
    addEventListener('online', () => this.#resume(), { signal })
    addEventListener('offline', () => this.#interrupt('offline'), { signal })
    this.#handlers.onState(isOffline() ? 'offline' : 'connecting')
    this.#connect()
    return () => {
      ending.abort()
      this.#disconnect()
    }
  }

  #connect(): void {
    this.#disconnect()
    const url = new URL(this.#url)
    if (this.#lastId !== '') url.searchParams.set('last_event_id', this.#lastId)
    const source = new this.#Source(url)
    this.#source = source
    source.onmessage = (message: MessageEvent<string>) => {
      this.#lastId = message.lastEventId || this.#lastId
      this.#noteMessage()
      this.#handlers.onMessage(message.data)
    }
    source.onerror = () => {
      this.#interrupt()
      if (source.readyState === CLOSED) this.#retry()
    }
    this.#awaitMessage()
  }

  /** An open response proves nothing: a proxy may hold its content back. A message does. */
  #noteMessage(): void {
    this.#failures = 0
    this.#awaitMessage()
    if (this.#isLive) return
    this.#isLive = true
    this.#handlers.onState('live')
  }

  #awaitMessage(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#replace(), SILENCE_MS)
  }

  #replace(): void {
    this.#interrupt()
    this.#connect()
  }

  #interrupt(state: StreamState = isOffline() ? 'offline' : 'reconnecting'): void {
    this.#isLive = false
    this.#handlers.onState(state)
  }

  /** The delay doubles with every failure; its random part spreads pages that failed at the same moment. */
  #retry(): void {
    clearTimeout(this.#timer)
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#failures)
    this.#failures += 1
    this.#timer = setTimeout(() => this.#connect(), delay * (0.5 + this.#random() / 2))
  }

  #resume(): void {
    this.#failures = 0
    this.#replace()
  }

  #disconnect(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#silence)
    this.#source?.close()
  }
}

function isOffline(): boolean {
  return navigator.onLine === false
}
