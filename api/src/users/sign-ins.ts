import type { FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { endSignIns } from '../auth/sign-in/sign-in-store.ts'
import { userCallerOf } from '../http/caller.ts'
import { listSignIns } from './sign-in-list.ts'

export async function readSignIns({ db }: AuthContext, request: FastifyRequest) {
  const { userId, signInId } = userCallerOf(request)
  return { sign_ins: await listSignIns(db, userId, signInId) }
}

/** Ends one sign-in of the user, or without an id all of them. What has ended already is no error. */
export async function end(context: AuthContext, request: FastifyRequest, id?: string): Promise<void> {
  const { userId } = userCallerOf(request)
  const ended = await endSignIns(context.db, { userId, ...(id !== undefined && { id }) })
  context.audit.record({
    ...auditOrigin(request),
    operation: id === undefined ? 'sign-out-everywhere' : 'end-sign-in',
    outcome: 'ok',
    userId,
    note: `${ended.length} ended`,
  })
}
