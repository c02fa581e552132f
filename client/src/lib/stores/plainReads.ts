import { SILENCE_MS } from './eventStream.ts'

/** `unknown`: no read was needed since the stream last worked. */
export type ReadResult = 'unknown' | 'works' | 'fails'

export type PlainReadsParts = {
  /** Reads the state of everything shown. Rejects when there is no answer. */
  read: (signal: AbortSignal) => Promise<void>
  onResult: (result: ReadResult) => void
  random?: () => number
}

type Range = readonly [fromMs: number, toMs: number]

/** After a failure that was noticed. Most streams are back by then. */
const AFTER_INTERRUPTION: Range = [4_000, 12_000]
/** After the last message: a silent stream is replaced first, and the new one has three seconds. */
const AFTER_MESSAGE: Range = [SILENCE_MS + 3_000, SILENCE_MS + 9_000]
const BETWEEN_READS: Range = [20_000, 28_000]
const TIMEOUT_MS = 10_000

/**
 * Reads by plain requests while the stream brings nothing, also when it is silent without an error. All times are spread,
 * because the streams of many pages fail at the same moment.
 */
export class PlainReads {
  readonly #parts: PlainReadsParts
  #timer: ReturnType<typeof setTimeout> | undefined
  #dueAt = Number.POSITIVE_INFINITY
  #reading: AbortController | null = null
  /** Whether the stream has brought nothing since the last read. */
  #isInstead = false

  constructor(parts: PlainReadsParts) {
    this.#parts = parts
  }

  /** The stream works: it may be silent for a while now. */
  noteMessage(): void {
    this.#reading?.abort()
    this.#isInstead = false
    this.#schedule(AFTER_MESSAGE)
    this.#parts.onResult('unknown')
  }

  /** The stream was just opened, or has failed. */
  noteInterruption(): void {
    const isSoon = this.#isInstead || this.#dueAt <= Date.now() + AFTER_INTERRUPTION[1]
    if (!isSoon) this.#schedule(AFTER_INTERRUPTION)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#reading?.abort()
    this.#isInstead = false
    this.#dueAt = Number.POSITIVE_INFINITY
    this.#parts.onResult('unknown')
  }

  #schedule([from, to]: Range): void {
    clearTimeout(this.#timer)
    const delayMs = from + (this.#parts.random ?? Math.random)() * (to - from)
    this.#dueAt = Date.now() + delayMs
    this.#timer = setTimeout(() => void this.#read(), delayMs)
  }

  async #read(): Promise<void> {
    const reading = new AbortController()
    this.#reading = reading
    this.#isInstead = true
    const signal = AbortSignal.any([reading.signal, AbortSignal.timeout(TIMEOUT_MS)])
    const result = await this.#parts.read(signal).then(
      () => 'works' as const,
      () => 'fails' as const,
    )
    // A message of the stream came meanwhile, or nothing is shown any more.
    if (reading.signal.aborted) return
    this.#schedule(BETWEEN_READS)
    this.#parts.onResult(result)
  }
}
