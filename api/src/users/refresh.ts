import { type RefreshRequest, ServiceError, type TokenPair } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { newRefreshToken, pairOf, REFRESH_TOKEN_SECONDS } from './token-pair.ts'
import { findRefreshToken, revokeFamily, rotateRefreshToken } from './store.ts'

/** A rotated token stays usable this long, so that tabs that refresh at the same moment all stay signed in. */
const REUSE_GRACE_SECONDS = 30

/** Exchanges a refresh token for a new pair of tokens. */
export async function refresh(
  context: AuthContext,
  { body, request }: ValidRequest<RefreshRequest>,
): Promise<TokenPair> {
  const old = tokenHashOf(body.refresh_token)
  const successor = newRefreshToken(context)
  const user = await rotateRefreshToken(context.db, {
    old,
    successor: successor.hash,
    seconds: REFRESH_TOKEN_SECONDS,
    graceSeconds: REUSE_GRACE_SECONDS,
  })
  if (user !== undefined) return pairOf(context, user, successor.token)
  throw await refusalOf(context, old, request)
}

/** A rotated token that is used again after the grace period was stolen, so its whole family is revoked. */
async function refusalOf(context: AuthContext, old: Buffer, request: FastifyRequest): Promise<ServiceError> {
  const found = await findRefreshToken(context.db, old)
  const isReplay = found?.was_rotated === true && !found.is_expired && !found.is_revoked
  if (isReplay) {
    await revokeFamily(context.db, old)
    const note = 'a rotated refresh token was used again; its family was revoked'
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
