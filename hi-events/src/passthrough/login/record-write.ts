import { pathOf } from '@tuvens/platform/http/path'
import type { IncomingMessage } from 'node:http'
import type { TicketSession } from '../../ticket-session/ticket-session.ts'
import { insertWrite, setWriteStatus, writtenPathOf } from '../../ticket-session/writes.ts'
import type { TicketSessionContext } from '../../ticket-session/context.ts'
import { clientIp } from '../../web/client-ip.ts'

/** Stores who makes a write, before it is passed on. A write that cannot be stored is not made. */
export type RecordWrite = (request: IncomingMessage, session: TicketSession) => Promise<void>

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Each write costs one insert; the answer is added when it has come, without anybody waiting for it. */
export function createWriteRecord(context: Pick<TicketSessionContext, 'db' | 'newId' | 'log' | 'config'>) {
  const ids = new WeakMap<IncomingMessage, string>()
  const recordWrite: RecordWrite = async (request, { id: sessionId, person }) => {
    const { method = 'GET', url = '/' } = request
    if (READS.has(method)) return
    const id = context.newId()
    ids.set(request, id)
    await insertWrite(context.db, {
      id,
      sessionId,
      userId: person?.userId ?? null,
      accountId: person?.accountId ?? null,
      method,
      path: writtenPathOf(pathOf(url)),
      address: clientIp(request, context.config.proxyHops),
    })
  }
  const recordAnswer = (request: IncomingMessage, status: number): void => {
    const id = ids.get(request)
    if (id === undefined) return
    setWriteStatus(context.db, id, status).catch((error: unknown) => {
      context.log.warn({ err: error }, 'The answer to a write could not be stored')
    })
  }
  return { recordWrite, recordAnswer }
}
