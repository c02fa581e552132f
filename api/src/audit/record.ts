import type { FastifyRequest } from 'fastify'
import type { BaseContext } from '../base/context.ts'
import type { AuditEntry, AuditOrigin } from './entry.ts'
import { insertAuditEntries } from './store.ts'

export type Auditor = ReturnType<typeof createAuditor>

const BATCH_DELAY_MS = 50
const BATCH_SIZE = 500
const MAX_QUEUED = 50_000

/**
 * Writes audit rows in batches, so that an entry costs its request no round trip. Queued entries survive a database
 * outage and a graceful stop, but not a crash: the statements that matter most write their own audit row.
 */
export function createAuditor({ db, clock, log }: Pick<BaseContext, 'db' | 'clock' | 'log'>) {
  const queue: AuditEntry[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = async () => {
    const batch = queue.splice(0, BATCH_SIZE)
    if (batch.length === 0) return
    try {
      await insertAuditEntries(db, batch)
    } catch (error) {
      queue.unshift(...batch)
      log.error({ err: error, queued: queue.length }, 'audit rows could not be written; they stay queued')
    }
  }
  const flush = () => {
    timer = undefined
    writing = writing.then(write)
    void writing.then(() => {
      if (queue.length > 0) schedule()
    })
  }
  const schedule = () => {
    timer ??= setTimeout(flush, BATCH_DELAY_MS).unref()
  }
  return {
    /** Queues the entry; it is written together with others a moment later. */
    record: (entry: Omit<AuditEntry, 'at'>) => {
      queue.push({ ...entry, at: new Date(clock.now()) })
      if (queue.length > MAX_QUEUED) {
        queue.shift()
        log.error(
          { code: 'AUDIT_OVERFLOW' },
          'the oldest audit row was dropped: the database is unavailable for too long',
        )
      }
      schedule()
    },
    /** Writes what is still queued. */
    close: async () => {
      clearTimeout(timer)
      await writing
      while (queue.length > 0) {
        const before = queue.length
        await write()
        if (queue.length === before) break
      }
    },
  }
}

/** The actor, request id and address of a request. */
export function auditOrigin(request: FastifyRequest): AuditOrigin {
  return { actor: actorOf(request), requestId: request.id, address: request.ip }
}

function actorOf({ caller }: FastifyRequest): string {
  if (caller === null) return 'anyone'
  if (caller.kind === 'user') return `user:${caller.userId}`
  if (caller.kind === 'key') return `key:${caller.keyId}`
  return caller.onBehalfOf === undefined ? 'service' : `service for user:${caller.onBehalfOf}`
}
