import { type ErrorCode, ServiceError } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import type { AuditEntry } from '../audit/entry.ts'
import { insertAuditEntries } from '../audit/store.ts'
import type { OperatorContext } from './context.ts'

type Act = Pick<AuditEntry, 'operation' | 'userId' | 'accountId' | 'eventId'> & { note: string }

/**
 * Does something for an operator between two rows of the audit log: one before, so that no crash hides an act, and one with
 * the result. Without the first row nothing is done.
 */
export async function audited<R>(
  { db, clock }: OperatorContext,
  { request, ...act }: Act & { request: FastifyRequest },
  run: () => Promise<{ result: R; note: string }>,
): Promise<R> {
  const write = (outcome: 'ok' | ErrorCode, note: string) =>
    insertAuditEntries(db, [
      {
        ...act,
        actor: `operator:${request.operator}`,
        requestId: request.id,
        address: request.ip,
        at: new Date(clock.now()),
        outcome,
        note: note.slice(0, 500),
      },
    ])
  await write('ok', `begins: ${act.note}`)
  try {
    const { result, note } = await run()
    await write('ok', `done: ${note}`)
    return result
  } catch (error) {
    await write(error instanceof ServiceError ? error.code : 'INTERNAL_ERROR', `failed: ${act.note}`)
    throw error
  }
}
