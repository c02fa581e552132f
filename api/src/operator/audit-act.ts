import { type ErrorCode, ServiceError } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import type { AuditEntry } from '../audit/entry.ts'
import { insertAuditEntries } from '../audit/store.ts'
import type { OperatorContext } from './context.ts'

type About = Pick<AuditEntry, 'userId' | 'accountId' | 'eventId'>
type Act = About & { operation: string; note: string }
/** `about`: whom it turned out to be about. The row with the result of an act about an account is shown to its owners. */
type Done<R> = { result: R; note: string; about?: About }

/**
 * Does something for an operator between two rows of the audit log: one before, so that no crash hides an act, and one with
 * the result. Without the first row nothing is done.
 */
export async function audited<R>(
  { db, clock }: OperatorContext,
  { request, ...act }: Act & { request: FastifyRequest },
  run: () => Promise<Done<R>>,
): Promise<R> {
  const write = (outcome: 'ok' | ErrorCode, note: string, about: About = {}) =>
    insertAuditEntries(db, [
      {
        ...act,
        ...about,
        actor: `operator:${request.operator}`,
        requestId: request.id,
        address: request.ip,
        at: new Date(clock.now()),
        outcome,
        note: note.slice(0, 500),
      },
    ])
  await write('ok', `begins: ${act.note}`)
  const { result, note, about } = await run().catch(async (error: unknown) => {
    await write(error instanceof ServiceError ? error.code : 'INTERNAL_ERROR', `failed: ${act.note}`)
    throw error
  })
  await write('ok', `done: ${note}`, about)
  return result
}
