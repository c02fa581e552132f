import type { Connection } from './connection.ts'
import type { Entry } from './ring.ts'

/** Seconds between two comments on a quiet stream; proxies cut what is silent for longer. */
const HEARTBEAT_SECONDS = 15

/** Who is connected and what for. A change goes to those who asked for its event and to those who asked for all. */
export class Hub {
  private readonly byEvent = new Map<string, Set<Connection>>()
  private readonly all = new Set<Connection>()
  /** One of these is served each second, so that heartbeats do not come in one burst. */
  private readonly slots = Array.from({ length: HEARTBEAT_SECONDS }, () => new Set<Connection>())
  private readonly timer: NodeJS.Timeout
  private beat = 0
  private count = 0

  constructor() {
    this.timer = setInterval(() => this.heartbeat(), 1000).unref()
  }

  get size(): number {
    return this.count
  }

  add(connection: Connection): void {
    const slot = this.slots[this.count++ % HEARTBEAT_SECONDS]
    slot?.add(connection)
    this.places(connection).forEach((place) => place.add(connection))
    connection.onClose(() => {
      this.count--
      slot?.delete(connection)
      this.remove(connection)
    })
  }

  publish(entry: Entry): void {
    for (const connection of this.byEvent.get(entry.eventId) ?? []) connection.deliver(entry)
    for (const connection of this.all) connection.deliver(entry)
  }

  /** Sends everybody away for a moment. */
  close(): void {
    clearInterval(this.timer)
    for (const slot of this.slots) for (const connection of slot) connection.end()
  }

  private places(connection: Connection): Set<Connection>[] {
    if (connection.eventIds === null) return [this.all]
    return [...connection.eventIds].map((id) => {
      const place = this.byEvent.get(id) ?? new Set()
      this.byEvent.set(id, place)
      return place
    })
  }

  private remove(connection: Connection): void {
    this.all.delete(connection)
    for (const id of connection.eventIds ?? []) {
      const place = this.byEvent.get(id)
      place?.delete(connection)
      if (place?.size === 0) this.byEvent.delete(id)
    }
  }

  private heartbeat(): void {
    this.beat = (this.beat + 1) % HEARTBEAT_SECONDS
    for (const connection of this.slots[this.beat] ?? []) connection.heartbeat()
  }
}
