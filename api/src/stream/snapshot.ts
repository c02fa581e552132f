import type { Db } from '@tuvens/platform/db/db'
import type { Cursor } from './cursor.ts'
import { changeFrame } from './frame.ts'
import { type ChangeRow, listAllStates, listStates } from './store.ts'

/** The state of events as of a cursor. */
type StreamSnapshot = { at: Cursor; frames: Buffer[] }

type SnapshotBatch = { eventIds: Set<string>; result: Promise<{ at: Cursor; frames: Map<string, Buffer> }> }

const BATCH_DELAY_MS = 2
const MAX_EVENTS = 1000

/** Takes many snapshots with one query: the clients of a lost node all reconnect at the same time. */
export function createSnapshots(db: Db, position: () => Cursor) {
  let batch: SnapshotBatch | undefined
  let snapshotOfAll: Promise<StreamSnapshot> | undefined

  const run = async (eventIds: Set<string>) => {
    await new Promise((resolve) => setTimeout(resolve, BATCH_DELAY_MS))
    batch = undefined
    const at = position()
    return { at, frames: framesOf(await listStates(db, at, [...eventIds]), at) }
  }
  const takeSome = async (wanted: ReadonlySet<string>): Promise<StreamSnapshot> => {
    if (batch === undefined) {
      const eventIds = new Set<string>()
      batch = { eventIds, result: run(eventIds) }
    }
    wanted.forEach((id) => batch?.eventIds.add(id))
    const { at, frames } = await batch.result
    return { at, frames: [...wanted].flatMap((id) => frames.get(id) ?? []) }
  }
  const takeAll = async (): Promise<StreamSnapshot> => {
    const at = position()
    const frames = framesOf(await listAllStates(db, at, MAX_EVENTS), at)
    return { at, frames: [...frames.values()] }
  }
  return {
    take: (eventIds: ReadonlySet<string> | null): Promise<StreamSnapshot> => {
      if (eventIds !== null) return takeSome(eventIds)
      snapshotOfAll ??= takeAll().finally(() => {
        snapshotOfAll = undefined
      })
      return snapshotOfAll
    },
  }
}

function framesOf(rows: ChangeRow[], at: Cursor): Map<string, Buffer> {
  return new Map(rows.map((row) => [row.event_id, changeFrame(row, at)]))
}
