import type { Db } from '@tuvens/platform/db/db'
import type { Connection } from './connection.ts'
import { compare, type Cursor } from './cursor.ts'
import { changeFrame, changeOf } from './frame.ts'
import { type ChangeRow, findLastDeleted, isPlausible, listRange } from './store.ts'
import type { Tailer } from './tailer.ts'

const PAGE_SIZE = 500

/**
 * Sends what a client has missed since its cursor, from memory or, when it was away for longer, from the log.
 *
 * @returns how far the client has been served; null when the log no longer reaches back to its cursor
 */
export async function replay(
  { db, tailer }: { db: Db; tailer: Tailer },
  connection: Connection,
  cursor: Cursor,
): Promise<Cursor | null> {
  const position = tailer.position
  // The client may come from a node that has read further than this one.
  if (compare(cursor, position) >= 0) return (await isFromThisCluster(db, cursor, position)) ? cursor : null
  const recent = tailer.since(cursor)
  if (recent === null) return replayFromLog(db, connection, { after: cursor, upTo: position })
  const wanted = recent.filter((change) => connection.eventIds?.has(change.eventId) ?? true)
  await connection.replay(wanted.map((change) => change.frame))
  return position
}

async function isFromThisCluster(db: Db, cursor: Cursor, position: Cursor): Promise<boolean> {
  return compare(cursor, position) === 0 || isPlausible(db, cursor)
}

async function replayFromLog(
  db: Db,
  connection: Connection,
  { after, upTo }: { after: Cursor; upTo: Cursor },
): Promise<Cursor | null> {
  const eventIds = connection.eventIds === null ? null : [...connection.eventIds]
  let from = after
  for (;;) {
    const rows = await listRange(db, { after: from, upTo, eventIds, limit: PAGE_SIZE })
    // Read after the rows: maintenance may have deleted some of them before.
    if (compare(from, await findLastDeleted(db)) < 0) return null
    await connection.replay(rows.map((row) => changeFrame(changeOf(row), cursorOf(row))))
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_SIZE) return upTo
    from = cursorOf(last)
  }
}

function cursorOf({ xid, id }: ChangeRow): Cursor {
  return { xid: BigInt(xid), id: BigInt(id) }
}
