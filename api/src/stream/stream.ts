import type { Db } from '@tuvens/platform/db'
import type { Log } from '@tuvens/platform/log'
import type { ServerResponse } from 'node:http'
import { Connection } from './connection.ts'
import { type Cursor, readCursor } from './cursor.ts'
import { RESET_FRAME } from './frame.ts'
import { Hub } from './hub.ts'
import { replay } from './replay.ts'
import { createSnapshots } from './snapshot.ts'
import { Tailer } from './tailer.ts'
import { createWake } from './wake.ts'

export type StreamRequest = {
  response: ServerResponse
  headers: Record<string, string | number | string[] | undefined>
  /** null: every public event. */
  eventIds: ReadonlySet<string> | null
  lastEventId: string | undefined
}

export type Stream = {
  start: () => Promise<void>
  /** Says that a change has been committed. */
  wake: () => void
  open: (request: StreamRequest) => Promise<void>
  size: () => number
  /** Sends every client away for a moment; the next ones too. */
  drain: () => void
  close: () => Promise<void>
}

type Parts = {
  db: Db
  log: Log
  maxConnections: number
  /** Milliseconds a reader may take for what has been written before it is cut. */
  drainMs: number
}

/** Milliseconds: when to try again a node that has no room. */
const RETRY_AFTER_OVERLOAD = [3000, 15_000] as const

/** A node's end of the stream: one tailer, one hub, and the connections between them. */
export function createStream({ db, log, maxConnections, drainMs }: Parts): Stream {
  const hub = new Hub()
  const tailer = new Tailer({ db, log }, (entry) => hub.publish(entry))
  const wake = createWake({ db, log }, () => tailer.poke())
  const snapshots = createSnapshots(db, () => tailer.position)
  let closing = false

  /** `after`: null when what the client has seen cannot be told, undefined when it has seen nothing. */
  const serve = async (connection: Connection, after: Cursor | null | undefined) => {
    const served = after ? await replay({ db, tailer }, connection, after) : null
    if (served !== null) return connection.goLive(served)
    const snapshot = await snapshots.take(connection.eventIds)
    await connection.replay([...(after === undefined ? [] : [RESET_FRAME]), ...snapshot.frames])
    return connection.goLive(snapshot.at)
  }
  const catchUp = (connection: Connection, after: Cursor | null | undefined) =>
    serve(connection, after).catch((error: unknown) => {
      log.warn({ err: error }, 'a stream could not be caught up; its client tries again')
      connection.end()
    })
  const onLag = (connection: Connection, servedTo: Cursor) => void catchUp(connection, servedTo)

  return {
    start: async () => {
      await tailer.start()
      await wake.listen()
    },
    wake: () => {
      tailer.poke()
      wake.tell()
    },
    open: async ({ response, headers, eventIds, lastEventId }) => {
      const connection = new Connection({ response, eventIds, drainMs, onLag })
      connection.open(headers)
      // Any status but 200 would make a browser give up for good.
      if (closing || hub.size >= maxConnections) return connection.end(RETRY_AFTER_OVERLOAD)
      hub.add(connection)
      await catchUp(connection, lastEventId === undefined ? undefined : readCursor(lastEventId))
    },
    size: () => hub.size,
    drain: () => {
      closing = true
      hub.close()
    },
    close: async () => {
      closing = true
      hub.close()
      await wake.stop()
      await tailer.stop()
    },
  }
}
