import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Db } from '../db/db.ts'
import { type Loop, startLoop, type WorkLog } from '../work.ts'
import { noteNode, type NodeFacts, removeNode, removeOldNodes } from './store.ts'

const PACKAGE = join(import.meta.dirname, '..', '..', '..', 'package.json')
const EVERY_MS = 10_000
/** Nodes that were not seen for so long are not well: three heartbeats are missing. */
export const LOST_AFTER_SECONDS = 30

type Heartbeat = { db: Db; log: WorkLog; config: { port: number } }

/**
 * Tells every few seconds, in the database of the service, that this process runs, so that operators see all nodes.
 *
 * @param factsOf what the service measures of itself besides
 */
export function startHeartbeat(
  { db, log, config: { port } }: Heartbeat,
  factsOf: () => Partial<NodeFacts> = () => ({}),
): Loop {
  const { version }: { version: string } = JSON.parse(readFileSync(PACKAGE, 'utf8'))
  const node = { id: randomUUID(), name: `${hostname()}:${port}`, version, startedAt: new Date() }
  const delays = monitorEventLoopDelay({ resolution: 20 })
  delays.enable()
  const run = async () => {
    const loopDelayMs = Math.round(delays.percentile(99) / 1e6)
    delays.reset()
    await noteNode(db, { ...node, facts: { rssBytes: process.memoryUsage.rss(), loopDelayMs, ...factsOf() } })
    await removeOldNodes(db)
  }
  const loop = startLoop({ name: 'heartbeat', run, everyMs: EVERY_MS, log })
  return {
    stop: async () => {
      await loop.stop()
      delays.disable()
      await removeNode(db, node.id).catch((error: unknown) =>
        log.error({ err: error, work: 'heartbeat' }, 'The end of this process could not be stored'),
      )
    },
  }
}
