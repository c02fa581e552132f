import { type RefreshRequest, ServiceError, type TokenPair } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { endSignIns, findRefreshToken, rotateRefreshToken } from '../auth/sign-in/sign-in-store.ts'
import { keepLanguage, newSecret, pairOf } from '../auth/sign-in/start-sign-in.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import type { ValidRequest } from '../http/valid-request.ts'

/** A rotated token stays usable this long, so that tabs that refresh at the same moment all stay signed in. */
const REUSE_GRACE_SECONDS = 30

/** Exchanges a refresh token for a new pair of tokens. */
export async function refresh(
  context: AuthContext,
  { body, request, reply }: ValidRequest<RefreshRequest>,
): Promise<TokenPair> {
  await context.entrances.admit('refresh', { address: request.ip }, reply)
  const old = tokenHashOf(body.refresh_token)
  const successor = newSecret(context)
  const rotated = await rotateRefreshToken(context.db, {
    old,
    successor: successor.hash,
    idleDays: context.config.signInIdleDays,
    graceSeconds: REUSE_GRACE_SECONDS,
  })
  if (rotated === undefined) throw await refusalOf(context, old, request)
  const { id, email, name, sign_in_id, seconds } = rotated
  await keepLanguage(context.db, id, request)
  return pairOf(context, { user: { id, email, name }, refreshToken: successor.token, sign_in_id, seconds })
}

const REUSED = { field: 'refresh_token', message: 'It was used twice, so the sign-in has ended' }

/** A rotated token that is used again after the grace period was stolen, so its whole sign-in ends. */
async function refusalOf(context: AuthContext, old: Buffer, request: FastifyRequest): Promise<ServiceError> {
  const found = await findRefreshToken(context.db, old)
  const isReplay = found?.was_rotated === true && !found.is_expired && !found.is_ended
  if (isReplay) {
    await endSignIns(context.db, { userId: found.user_id, id: found.sign_in_id })
    const note = 'a rotated refresh token was used again; its sign-in has ended'
    context.log.warn({ userId: found.user_id, requestId: request.id }, note)
    context.audit.record({
      ...auditOrigin(request),
      operation: 'refresh',
      outcome: 'TOKEN_INVALID',
      userId: found.user_id,
      note,
    })
  }
  if (isReplay) return new ServiceError('TOKEN_INVALID', { details: [REUSED] })
  return new ServiceError(found?.is_expired === true && !found.is_ended ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID')
}
