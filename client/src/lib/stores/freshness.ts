import type { StreamState } from './eventStream.ts'
import { PlainReads, type ReadResult } from './plainReads.ts'

/**
 * Whether what a page shows is up to date. `idle`: no component follows an event. `reading`: the stream brings nothing,
 * but plain reads do. `stale`: these fail, too.
 */
export type LiveState = 'idle' | StreamState | 'reading' | 'stale'

type FreshnessParts = {
  /** Reads the state of everything shown. */
  read: (signal: AbortSignal) => Promise<void>
  /** Called after each change of the state. */
  onChange: () => void
  random?: () => number
}

/** How fresh a page is: what stream and plain reads have brought, and when. */
export class Freshness {
  readonly #reads: PlainReads
  readonly #onChange: () => void
  #stream: StreamState | 'idle' = 'idle'
  #result: ReadResult = 'unknown'
  #state: LiveState = 'idle'
  #at: number | null = null

  constructor({ read, onChange, ...options }: FreshnessParts) {
    this.#onChange = onChange
    this.#reads = new PlainReads({
      ...options,
      read: async (signal) => {
        const startedAt = Date.now()
        await read(signal)
        this.#at = startedAt
      },
      onResult: (result) => this.#update({ result }),
    })
  }

  get state(): LiveState {
    return this.#state
  }

  /** When the page was last right, in milliseconds since the epoch; null before the first message. */
  get at(): number | null {
    return this.#at
  }

  noteState(stream: StreamState): void {
    if (stream !== 'live') this.#reads.noteInterruption()
    this.#update({ stream })
  }

  noteMessage(): void {
    this.#at = Date.now()
    this.#reads.noteMessage()
    this.#update({ stream: 'live' })
  }

  /** Nothing is followed any more. */
  stop(): void {
    this.#reads.stop()
    this.#update({ stream: 'idle' })
  }

  #update({
    stream = this.#stream,
    result = this.#result,
  }: {
    stream?: StreamState | 'idle'
    result?: ReadResult
  }): void {
    this.#stream = stream
    this.#result = result
    const state = this.#combined()
    if (state === this.#state) return
    this.#state = state
    this.#onChange()
  }

  #combined(): LiveState {
    // A failed read says no more than the browser does.
    if (this.#result === 'unknown' || (this.#stream === 'offline' && this.#result === 'fails'))
      return this.#stream
    return this.#result === 'works' ? 'reading' : 'stale'
  }
}
