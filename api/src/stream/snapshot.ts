import type { TicketingChange } from '@tuvens/contract'
import type { Db } from '@tuvens/platform/db/db'
import type { Cursor } from './cursor.ts'
import { changeFrame, changeOf } from './frame.ts'
import { type ChangeRow, listAllStates, listStates } from './store.ts'

type EventState = { change: TicketingChange; frame: Buffer }
/** The state of events as of a cursor. */
type StreamSnapshot = { at: Cursor; states: EventState[] }

type SnapshotBatch = {
  eventIds: Set<string>
  result: Promise<{ at: Cursor; states: Map<string, EventState> }>
}

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
    return { at, states: statesOf(await listStates(db, at, [...eventIds]), at) }
  }
  const takeSome = async (wanted: ReadonlySet<string>): Promise<StreamSnapshot> => {
    if (batch === undefined) {
      const eventIds = new Set<string>()
      batch = { eventIds, result: run(eventIds) }
    }
    wanted.forEach((id) => batch?.eventIds.add(id))
    const { at, states } = await batch.result
    return { at, states: [...wanted].flatMap((id) => states.get(id) ?? []) }
  }
  const takeAll = async (): Promise<StreamSnapshot> => {
    const at = position()
    const states = statesOf(await listAllStates(db, at, MAX_EVENTS), at)
    return { at, states: [...states.values()] }
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

function statesOf(rows: ChangeRow[], at: Cursor): Map<string, EventState> {
  return new Map(
    rows.map((row) => {
      const change = changeOf(row)
      return [row.event_id, { change, frame: changeFrame(change, at) }]
    }),
  )
}
