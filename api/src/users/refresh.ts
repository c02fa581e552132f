import { type RefreshRequest, ServiceError, type TokenPair } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { hashOf } from '../base/token-hash.ts'
import type { Call } from '../http/call.ts'
import { newRefreshToken, pairOf, REFRESH_TOKEN_LIFE } from './token-pair.ts'
import { findRefreshToken, revokeFamily, rotateRefreshToken } from '../auth/store.ts'

/** Seconds a token already exchanged still answers: tabs that refresh at the same moment all stay signed in. */
const REUSE_GRACE = 30

/** Exchanges a refresh token for a new pair; the old one is spent. */
export async function refresh(
  context: AuthContext,
  { body, request }: Call<RefreshRequest>,
): Promise<TokenPair> {
  const old = hashOf(body.refresh_token)
  const fresh = newRefreshToken(context)
  const user = await rotateRefreshToken(context.db, {
    old,
    fresh: fresh.hash,
    seconds: REFRESH_TOKEN_LIFE,
    graceSeconds: REUSE_GRACE,
  })
  if (user !== undefined) return pairOf(context, user, fresh.token)
  throw await refuse(context, old, request)
}

/** A spent token that comes back later was stolen, from us or from its owner: all of its family ends. */
async function refuse(context: AuthContext, old: Buffer, request: FastifyRequest): Promise<ServiceError> {
  const found = await findRefreshToken(context.db, old)
  const isReplay = found?.was_rotated === true && !found.is_expired && !found.is_revoked
  if (isReplay) {
    await revokeFamily(context.db, old)
    const note = 'a spent refresh token came back; its family was revoked'
    context.log.warn({ userId: found.user_id, requestId: request.id }, note)
    context.audit.record({
      ...auditOrigin(request),
      operation: 'refresh',
      outcome: 'TOKEN_INVALID',
      userId: found.user_id,
      note,
    })
  }
  return new ServiceError(found?.is_expired === true && !found.is_revoked ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID')
}
