import { HEARTBEAT_SECONDS } from '@tuvens/contract'
import { counter, gauge } from '@tuvens/platform/telemetry/registry'
import type { Connection } from './connection.ts'
import type { FramedChange } from './recent-changes.ts'

const connections = gauge({ name: 'tuvens_stream_connections', help: 'Streams that are open on this node' })
const deliveries = counter({
  name: 'tuvens_stream_deliveries_total',
  help: 'Changes that were written to an open stream, once for each stream',
})

/** The open connections by the events they asked for. */
export class Hub {
  private readonly byEvent = new Map<string, Set<Connection>>()
  private readonly all = new Set<Connection>()
  /** One slot gets its heartbeat each second, so that they do not come in one burst. */
  private readonly slots = Array.from({ length: HEARTBEAT_SECONDS }, () => new Set<Connection>())
  private readonly timer: NodeJS.Timeout
  private currentSlot = 0
  private count = 0

  constructor() {
    this.timer = setInterval(() => this.heartbeat(), 1000).unref()
  }

  get size(): number {
    return this.count
  }

  add(connection: Connection): void {
    const slot = this.slots[this.count++ % HEARTBEAT_SECONDS]
    connections.set({}, this.count)
    slot?.add(connection)
    this.groupsOf(connection).forEach((group) => group.add(connection))
    connection.onClose(() => {
      connections.set({}, --this.count)
      slot?.delete(connection)
      this.remove(connection)
    })
  }

  /** Delivers a change to those who asked for its event and to those who asked for all. */
  publish(change: FramedChange): void {
    const interested = this.byEvent.get(change.eventId)
    for (const connection of interested ?? []) connection.deliver(change)
    for (const connection of this.all) connection.deliver(change)
    deliveries.add({}, (interested?.size ?? 0) + this.all.size)
  }

  /** Ends all connections; their clients reconnect. */
  close(): void {
    clearInterval(this.timer)
    for (const slot of this.slots) for (const connection of slot) connection.end()
  }

  private groupsOf(connection: Connection): Set<Connection>[] {
    if (connection.eventIds === null) return [this.all]
    return [...connection.eventIds].map((id) => {
      const group = this.byEvent.get(id) ?? new Set()
      this.byEvent.set(id, group)
      return group
    })
  }

  private remove(connection: Connection): void {
    this.all.delete(connection)
    for (const id of connection.eventIds ?? []) {
      const group = this.byEvent.get(id)
      group?.delete(connection)
      if (group?.size === 0) this.byEvent.delete(id)
    }
  }

  private heartbeat(): void {
    this.currentSlot = (this.currentSlot + 1) % HEARTBEAT_SECONDS
    for (const connection of this.slots[this.currentSlot] ?? []) connection.heartbeat()
  }
}
