import { ServiceError, type TokenPair, type User } from '@tuvens/contract'
import { type Sql, sqlState } from '@tuvens/platform/db/db'
import type { FastifyRequest } from 'fastify'
import { FOREIGN_KEY_VIOLATION } from '../../base/sql-state.ts'
import { tokenHashOf } from '../../base/token-hash.ts'
import { languageOf } from '../../http/language.ts'
import { ACCESS_TOKEN_SECONDS } from '../access-token.ts'
import type { AuthContext } from '../context.ts'
import { updateLanguage } from '../store.ts'
import { insertSignIn } from './sign-in-store.ts'

const MAX_USER_AGENT = 300

/** With a transaction as `db`, the sign-in is part of it. */
export type SignInContext = Pick<AuthContext, 'config' | 'random' | 'tokens'> & { db: Sql }

/**
 * Signs a user in, in one browser. All refresh tokens that descend from this belong to the sign-in.
 *
 * @throws ServiceError INVALID_CREDENTIALS when the user was deleted meanwhile
 */
export async function startSignIn(
  context: SignInContext,
  user: User,
  request: FastifyRequest,
): Promise<TokenPair> {
  const refresh = newSecret(context)
  const { signInIdleDays: idleDays, signInMaxDays: maxDays } = context.config
  const started = await insertSignIn(context.db, {
    hash: refresh.hash,
    userId: user.id,
    idleDays,
    maxDays,
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT),
  }).catch((cause: unknown) => {
    throw sqlState(cause) === FOREIGN_KEY_VIOLATION
      ? new ServiceError('INVALID_CREDENTIALS', { cause })
      : cause
  })
  await keepLanguage(context.db, user.id, request)
  return pairOf(context, { user, refreshToken: refresh.token, ...started })
}

/** Of a request of the user's own browser, or of the site on its behalf. Mails to the user are written in it. */
export async function keepLanguage(sql: Sql, userId: string, request: FastifyRequest): Promise<void> {
  const language = languageOf(request)
  if (language !== null) await updateLanguage(sql, userId, language)
}

type Issued = { user: User; refreshToken: string; sign_in_id: string; seconds: number }

export async function pairOf(
  { tokens }: Pick<AuthContext, 'tokens'>,
  { user, refreshToken, sign_in_id: signInId, seconds }: Issued,
): Promise<TokenPair> {
  return {
    access_token: await tokens.issue({ userId: user.id, signInId }),
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
    refresh_token: refreshToken,
    refresh_expires_in: seconds,
    user,
  }
}

/** 256 random bits and the form in which they are stored. */
export function newSecret({ random }: Pick<AuthContext, 'random'>): { token: string; hash: Buffer } {
  const token = random(32).toString('base64url')
  return { token, hash: tokenHashOf(token) }
}
