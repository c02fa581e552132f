import type { ErrorCode } from '@tuvens/contract'
import type { Db } from '@tuvens/platform/db'
import type { Log } from '@tuvens/platform/log'
import type { FastifyRequest } from 'fastify'
import { insertEntries } from './store.ts'

/** What a statement needs to write its own audit row. */
export type AuditOrigin = { actor: string; requestId: string; address: string }

export type AuditEntry = AuditOrigin & {
  at: Date
  operation: string
  outcome: 'ok' | ErrorCode
  userId?: string | null
  accountId?: number | null
  eventId?: string | null
  /** Words for a person reading the log. Never a secret, a token or a body. */
  note?: string
}

export type Auditor = {
  /** Takes the entry; it is written with others within moments. */
  record: (entry: Omit<AuditEntry, 'at'>) => void
  /** Writes what is still held. */
  close: () => Promise<void>
}

const GATHER_MS = 50
const BATCH = 500
const HELD_AT_MOST = 50_000

/**
 * Writes audit rows in batches, so that an entry costs its request no round trip. Entries survive a database that is
 * away for a while and a graceful stop; the statements that matter most write their rows themselves.
 */
export function createAuditor(db: Db, log: Log): Auditor {
  const held: AuditEntry[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = async () => {
    const batch = held.splice(0, BATCH)
    if (batch.length === 0) return
    try {
      await insertEntries(db, batch)
    } catch (error) {
      held.unshift(...batch)
      log.error({ err: error, held: held.length }, 'audit rows could not be written; they are held')
    }
  }
  const flush = () => {
    timer = undefined
    writing = writing.then(write)
    void writing.then(() => {
      if (held.length > 0) schedule()
    })
  }
  const schedule = () => {
    timer ??= setTimeout(flush, GATHER_MS).unref()
  }
  return {
    record: (entry) => {
      held.push({ ...entry, at: new Date() })
      if (held.length > HELD_AT_MOST) {
        held.shift()
        log.error({ code: 'AUDIT_OVERFLOW' }, 'an audit row was lost: the database is away for too long')
      }
      schedule()
    },
    close: async () => {
      clearTimeout(timer)
      await writing
      while (held.length > 0) {
        const before = held.length
        await write()
        if (held.length === before) break
      }
    },
  }
}

export function auditOrigin(request: FastifyRequest): AuditOrigin {
  return { actor: actorOf(request), requestId: request.id, address: request.ip }
}

function actorOf({ caller }: FastifyRequest): string {
  if (caller === null) return 'anyone'
  if (caller.kind === 'user') return `user:${caller.userId}`
  return caller.onBehalfOf === undefined ? 'service' : `service for user:${caller.onBehalfOf}`
}
