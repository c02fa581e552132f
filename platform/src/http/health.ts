import type { FastifyInstance, FastifyReply } from 'fastify'
import { setTimeout as delay } from 'node:timers/promises'
import type { Db } from '../db/db.ts'
import { isDraining } from '../server/drain.ts'

const LIMIT_MS = 2_000
/** Anybody can call it, so that its writes must be bounded. */
const KEPT_MS = 500
const RETRY_AFTER_SECONDS = '2'

/**
 * `/healthz`: the process runs. `/readyz`: its database takes writes too, and it is not about to stop, so a balancer may send
 * it requests.
 */
export function addHealthRoutes(app: FastifyInstance, db: Db): void {
  const isReady = keep(() => Promise.race([takesWrites(db), delay(LIMIT_MS, false, { ref: false })]))
  app.get('/healthz', async (_request, reply) => send(reply, 'ok'))
  app.get('/readyz', async (_request, reply) => {
    if (isDraining(app.server)) return send(reply.code(503), 'draining')
    if (await isReady()) return send(reply, 'ok')
    return send(reply.code(503).header('retry-after', RETRY_AFTER_SECONDS), 'unavailable')
  })
}

function send(reply: FastifyReply, status: 'ok' | 'unavailable' | 'draining'): FastifyReply {
  return reply.header('cache-control', 'no-store').send({ status })
}

/** A real write of one row: a standby, a read-only primary and a full disk answer every read. */
async function takesWrites(db: Db): Promise<boolean> {
  return db`update schema_migrations set applied_at = applied_at where version = 1`.then(
    () => true,
    () => false,
  )
}

/** Calls at the same time, and soon after each other, get one answer. */
function keep(look: () => Promise<boolean>): () => Promise<boolean> {
  let kept: Promise<boolean> | undefined
  return () => {
    if (kept === undefined) {
      kept = look()
      setTimeout(() => (kept = undefined), KEPT_MS).unref()
    }
    return kept
  }
}
