import { HEADERS, ServiceError } from '@tuvens/contract'
import type { Tx } from '@tuvens/platform/db/db'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { beginWrite } from '../auth/api-key/store.ts'
import type { AuthContext } from '../auth/context.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { headerOf } from '../http/header.ts'
import { type KeyCaller, keyCallerOf } from '../http/caller.ts'
import { openResponse, sealResponse } from './seal.ts'
import { findCall, insertCall, tryLockCall } from './store.ts'

/** What a write did. `done` runs after the commit: what wakes others, and what is recorded. */
export type Written<T> =
  | { status: 200 | 201; body: T; done?: () => void }
  /** A refusal whose transaction is committed, because its audit row stands in it. */
  | { refusal: ServiceError }

type WriteCall = { request: FastifyRequest; reply: FastifyReply }
type OneCall = { caller: KeyCaller; keyHash: Buffer; requestHash: Buffer }

/**
 * Does a write of a platform in one transaction, once for each `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header):
 * a repeat gets the first response. The record of the call and its work are committed together, so a crash leaves both or
 * neither. A write that was refused is not recorded: its repeat is tried again.
 *
 * @throws ServiceError IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS; API_KEY_REVOKED when the key ended since the guard
 */
export async function writeOnce<T>(
  context: AuthContext,
  { request, reply }: WriteCall,
  act: (tx: Tx) => Promise<Written<T>>,
): Promise<T> {
  const caller = keyCallerOf(request)
  const call = oneCallOf(request, caller)
  const { written, isReplayed } = await context.db.begin(async (tx) => {
    await beginWrite(tx, caller.keyId)
    const before = call === null ? null : await findBefore<T>(tx, call)
    if (before !== null) return { written: before, isReplayed: true }
    const first = await act(tx)
    if (call !== null && 'status' in first) await record(context, tx, { ...call, ...first })
    return { written: first, isReplayed: false }
  })
  if ('refusal' in written) throw written.refusal
  if (isReplayed) reply.header('idempotency-replayed', 'true')
  written.done?.()
  reply.code(written.status)
  return written.body
}

const KEY = /^[\x21-\x7e]{1,255}$/

/** Null without a key. */
function oneCallOf(request: FastifyRequest, caller: KeyCaller): OneCall | null {
  const key = headerOf(request, HEADERS.writeKey)
  if (key === undefined) return null
  if (!KEY.test(key)) {
    const message = `${HEADERS.writeKey} must have 1 to 255 visible ASCII characters`
    throw new ServiceError('VALIDATION_ERROR', { details: [{ field: HEADERS.writeKey, message }] })
  }
  const text = JSON.stringify([request.method, request.url, request.body])
  return { caller, keyHash: tokenHashOf(key), requestHash: createHash('sha256').update(text).digest() }
}

/** The response to an earlier call with the same key. Two calls at a time: the second one is told to come again. */
async function findBefore<T>(tx: Tx, { caller, keyHash, requestHash }: OneCall): Promise<Written<T> | null> {
  if (!(await tryLockCall(tx, { keyId: caller.keyId, keyHash })))
    throw new ServiceError('IDEMPOTENCY_IN_PROGRESS', { retryAfter: 1 })
  const found = await findCall(tx, { keyId: caller.keyId, keyHash })
  if (found === undefined) return null
  if (!found.request_hash.equals(requestHash)) throw new ServiceError('IDEMPOTENCY_KEY_REUSED')
  const body = JSON.parse(openResponse(found.sealed_response, { secret: caller.secret, keyHash }))
  return { status: found.status, body }
}

async function record<T>(
  { random }: AuthContext,
  tx: Tx,
  { caller, keyHash, requestHash, status, body }: OneCall & { status: 200 | 201; body: T },
): Promise<void> {
  const sealed = sealResponse(JSON.stringify(body), { secret: caller.secret, keyHash }, random)
  await insertCall(tx, { keyId: caller.keyId, keyHash, requestHash, status, sealed })
}
