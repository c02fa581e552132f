import type { TicketingChange } from '@tuvens/contract'
import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import { recordRefusal } from '@tuvens/platform/limits/limit'
import { createSlots } from '@tuvens/platform/limits/slots'
import type { Log } from '@tuvens/platform/log'
import { counter } from '@tuvens/platform/telemetry/registry'
import type { ServerResponse } from 'node:http'
import { Connection } from './connection.ts'
import { type Cursor, readCursor } from './cursor.ts'
import { RESET_FRAME } from './frame.ts'
import { Hub } from './hub.ts'
import { replay } from './replay.ts'
import { createSnapshots } from './snapshot.ts'
import { Tailer } from './tailer.ts'
import { createWakeSignal } from './wake-signal.ts'

type StreamRequest = {
  /** Address of the client. */
  address: string
  response: ServerResponse
  headers: Record<string, string | number | string[] | undefined>
  /** Null for every public event. */
  eventIds: ReadonlySet<string> | null
  lastEventId: string | undefined
}

const resets = counter({
  name: 'tuvens_stream_resets_total',
  help: 'Streams that had to start again, because their client missed more than the change log holds',
})

export type Stream = ReturnType<typeof createStream>

type StreamParts = {
  db: Db
  databaseUrl: string
  log: Log
  clock: Clock
  maxConnections: number
  maxPerClient: number
  /** Time a reader has to take what was written before its connection is closed. */
  drainMs: number
}

/** Range of the time after which a client of a full node reconnects. */
const RETRY_AFTER_OVERLOAD_MS = [3000, 15_000] as const

/** The stream of one node: a tailer reads the log, a hub delivers each change to the connections. */
export function createStream({ db, databaseUrl, log, clock, drainMs, ...capacity }: StreamParts) {
  const hub = new Hub()
  const slots = createSlots({ inAll: capacity.maxConnections, perClient: capacity.maxPerClient })
  const tailer = new Tailer({ db, log, clock, publish: (change) => hub.publish(change) })
  const signal = createWakeSignal({ db, databaseUrl, log }, () => tailer.readSoon())
  const snapshots = createSnapshots(db, () => tailer.position)
  let isClosing = false

  /** `after` is null when the client's cursor is unusable, undefined when it has none. */
  const sendPast = async (connection: Connection, after: Cursor | null | undefined) => {
    const served = after ? await replay({ db, tailer }, connection, after) : null
    if (served !== null) return connection.goLive(served)
    if (after !== undefined) resets.add({})
    const snapshot = await snapshots.take(connection.eventIds)
    const frames = snapshot.states.map(({ frame }) => frame)
    await connection.replay([...(after === undefined ? [] : [RESET_FRAME]), ...frames])
    return connection.goLive(snapshot.at)
  }
  const catchUp = (connection: Connection, after: Cursor | null | undefined) =>
    sendPast(connection, after).catch((error: unknown) => {
      log.warn({ err: error }, 'a stream could not be served; its client reconnects')
      connection.end()
    })
  const onLag = (connection: Connection, servedTo: Cursor) => void catchUp(connection, servedTo)

  return {
    start: async () => {
      await tailer.start()
      signal.listen()
    },
    /** Makes every node read the change log, after a commit that may have written a change. */
    wake: () => {
      tailer.readSoon()
      signal.send()
    },
    open: async ({ response, headers, address, eventIds, lastEventId }: StreamRequest) => {
      const connection = new Connection({ response, eventIds, drainMs, onLag })
      connection.open(headers)
      const endPolitely = () => connection.end(RETRY_AFTER_OVERLOAD_MS)
      // An EventSource never reconnects after a status other than 200.
      if (isClosing) return endPolitely()
      const slot = slots.take(address, endPolitely)
      if ('full' in slot) {
        recordRefusal('streams')
        return endPolitely()
      }
      connection.onClose(slot.release)
      hub.add(connection)
      await catchUp(connection, lastEventId === undefined ? undefined : readCursor(lastEventId))
    },
    /** The current state of events, for clients whose stream brings nothing. */
    readStates: async (eventIds: ReadonlySet<string>): Promise<TicketingChange[]> => {
      const { states } = await snapshots.take(eventIds)
      return states.map(({ change }) => change)
    },
    size: () => hub.size,
    /** Ends every stream, and each new one at once; their clients reconnect. */
    endAll: () => {
      isClosing = true
      hub.close()
    },
    close: async () => {
      isClosing = true
      hub.close()
      await signal.stop()
      await tailer.stop()
    },
  }
}
