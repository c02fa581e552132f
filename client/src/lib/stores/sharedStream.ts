import type { StreamHandlers, StreamOptions, StreamState } from './eventStream.ts'
import { type ChangeFeed, MultiEventStream } from './multiEventStream.ts'
import { readStreamMessage } from './readStreamMessage.ts'

/** Messages between the tabs of this site. */
type TabMessage =
  /** The events that one tab shows; empty when it follows none any more. */
  | { kind: 'follows'; tab: string; ids: readonly string[] }
  /** A new leader requests the events that each tab shows. */
  | { kind: 'list-request' }
  /** A message of the stream. */
  | { kind: 'data'; data: string }
  | { kind: 'state'; state: StreamState }

const NAME = 'tuvens-stream'
const noop = () => {}

/**
 * One connection for all tabs of this site: a browser opens six per host, so a seventh tab would never load.
 * The tab that holds the lock is the leader. It connects to the API and forwards every message to the others. When it
 * leaves, the next tab gets the lock.
 */
export class SharedStream implements ChangeFeed {
  readonly #handlers: StreamHandlers
  readonly #stream: MultiEventStream
  readonly #channel = new BroadcastChannel(NAME)
  readonly #tab = crypto.randomUUID()
  readonly #idsOfTab = new Map<string, readonly string[]>()
  /** The last message of each event, for tabs that join later. */
  readonly #lastMessages = new Map<string, string>()
  #state: StreamState = 'connecting'
  #isLeader = false
  #leave = noop

  /** @param url of the API's stream, without a query */
  constructor(url: string, handlers: StreamHandlers, options: StreamOptions = {}) {
    this.#handlers = handlers
    const forward = {
      onMessage: (data: string) => this.#forwardMessage(data),
      onState: (state: StreamState) => this.#forwardState(state),
    }
    this.#stream = new MultiEventStream(url, forward, options)
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => this.#receive(data)
  }

  /** Whether this browser has what sharing needs. */
  static isPossible(): boolean {
    return 'locks' in navigator && 'BroadcastChannel' in globalThis
  }

  follow(ids: readonly string[]): void {
    this.#recordTab(this.#tab, ids)
    this.#post({ kind: 'follows', tab: this.#tab, ids })
    if (ids.length === 0) this.#leave()
    else if (this.#leave === noop) this.#requestLead()
  }

  /** Waits for the lock, and holds it until this tab follows nothing. */
  #requestLead(): void {
    const waiting = new AbortController()
    const ended = new Promise<void>((resolve) => {
      this.#leave = () => {
        waiting.abort()
        this.#stepDown()
        resolve()
      }
    })
    const lead = () => {
      this.#lead()
      return ended
    }
    navigator.locks.request(NAME, { signal: waiting.signal }, lead).catch(noop)
  }

  #lead(): void {
    this.#isLeader = true
    this.#post({ kind: 'list-request' })
    this.#followAllTabs()
  }

  #stepDown(): void {
    this.#leave = noop
    this.#isLeader = false
    this.#stream.follow([])
  }

  #receive(message: TabMessage): void {
    const own = this.#idsOfTab.get(this.#tab)
    // A tab that follows nothing takes no part.
    if (own === undefined) return
    switch (message.kind) {
      case 'follows':
        return this.#answerTab(message.tab, message.ids)
      case 'list-request':
        return this.#post({ kind: 'follows', tab: this.#tab, ids: own })
      case 'data':
        return this.#handlers.onMessage(message.data)
      case 'state':
        return this.#handlers.onState(message.state)
    }
  }

  #recordTab(tab: string, ids: readonly string[]): void {
    if (ids.length === 0) this.#idsOfTab.delete(tab)
    else this.#idsOfTab.set(tab, ids)
    if (this.#isLeader) this.#followAllTabs()
  }

  /** The leader sends the messages it has stored at once; the others come with the snapshot of the new connection. */
  #answerTab(tab: string, ids: readonly string[]): void {
    this.#recordTab(tab, ids)
    if (!this.#isLeader) return
    this.#post({ kind: 'state', state: this.#state })
    for (const id of ids) {
      const data = this.#lastMessages.get(id)
      if (data !== undefined) this.#post({ kind: 'data', data })
    }
  }

  /** The leader's own events come first: those at the end may exceed the limit of one stream. */
  #followAllTabs(): void {
    const own = this.#idsOfTab.get(this.#tab) ?? []
    this.#stream.follow([...new Set([...own, ...[...this.#idsOfTab.values()].flat()])])
  }

  #forwardMessage(data: string): void {
    const message = readStreamMessage(data)
    if (message?.type === 'reset') this.#lastMessages.clear()
    if (message?.type === 'ticketing_status_changed') this.#lastMessages.set(message.eventId, data)
    this.#handlers.onMessage(data)
    this.#post({ kind: 'data', data })
  }

  #forwardState(state: StreamState): void {
    this.#state = state
    this.#handlers.onState(state)
    this.#post({ kind: 'state', state })
  }

  #post(message: TabMessage): void {
    this.#channel.postMessage(message)
  }
}
