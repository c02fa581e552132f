import type { EventDetails, TuvensEvent } from '@tuvens/contract'

/** What pages show of an event beside its ticketing. */
export type ShownDetails = EventDetails &
  Pick<TuvensEvent, 'imageAlt' | 'contactData' | 'detailsVersion' | 'updatedAt'>

export type NewestDetailsParts = {
  /** Reads the details of one event. Rejects when there is no answer. */
  read: (id: string) => Promise<ShownDetails>
  /** Called after each attempt to read the details of an event. */
  onRead: (id: string) => void
  random?: () => number
}

type Range = readonly [fromMs: number, toMs: number]

/**
 * Times before the first attempt, the second and so on; the last one repeats. They are spread, because every open page of
 * an event learns of an edit at the same moment. A shared cache may answer with the older details for two seconds.
 */
const PAUSES: readonly [Range, ...Range[]] = [
  [0, 1_000],
  [2_500, 4_000],
  [5_000, 10_000],
  [20_000, 40_000],
]

/** Details of events that were edited after their page was made, read until they are those that the stream named. */
export class NewestDetails {
  readonly #parts: NewestDetailsParts
  readonly #details = new Map<string, ShownDetails>()
  readonly #attempts = new Map<string, number>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  #isStopped = false

  constructor(parts: NewestDetailsParts) {
    this.#parts = parts
  }

  /** The newest details that were read; others are read when these do not have the version. */
  newest(id: string, version: number): ShownDetails | undefined {
    const details = this.#details.get(id)
    if (details?.detailsVersion === version) this.#attempts.delete(id)
    else this.#schedule(id)
    return details
  }

  /** Nothing is followed any more. */
  stop(): void {
    this.#isStopped = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  resume(): void {
    if (!this.#isStopped) return
    this.#isStopped = false
    const interrupted = [...this.#timers.keys()]
    this.#timers.clear()
    for (const id of interrupted) this.#parts.onRead(id)
  }

  #schedule(id: string): void {
    if (this.#timers.has(id)) return
    const attempts = this.#attempts.get(id) ?? 0
    this.#attempts.set(id, attempts + 1)
    const [from, to] = PAUSES[attempts] ?? PAUSES.at(-1) ?? PAUSES[0]
    const delayMs = from + (this.#parts.random ?? Math.random)() * (to - from)
    this.#timers.set(
      id,
      setTimeout(() => void this.#read(id), delayMs),
    )
  }

  async #read(id: string): Promise<void> {
    const details = await this.#parts.read(id).catch(() => null)
    if (details !== null) this.#details.set(id, details)
    if (this.#isStopped) return
    this.#timers.delete(id)
    this.#parts.onRead(id)
  }
}
