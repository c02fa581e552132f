import type { TokenPair, User } from '@tuvens/contract'
import { randomUUID } from 'node:crypto'
import type { AuthContext } from '../auth/context.ts'
import { hashOf } from '../base/token-hash.ts'
import { ACCESS_TOKEN_LIFE } from '../auth/access-token.ts'
import { insertRefreshToken } from '../auth/store.ts'

/** Seconds a refresh token lives. */
export const REFRESH_TOKEN_LIFE = 30 * 24 * 3600

/** A first pair of tokens: the start of a family. */
export async function startFamily(context: AuthContext, user: User): Promise<TokenPair> {
  const refresh = newRefreshToken(context)
  await insertRefreshToken(context.db, {
    hash: refresh.hash,
    familyId: randomUUID(),
    userId: user.id,
    seconds: REFRESH_TOKEN_LIFE,
  })
  return pairOf(context, user, refresh.token)
}

export async function pairOf({ tokens }: AuthContext, user: User, refreshToken: string): Promise<TokenPair> {
  return {
    access_token: await tokens.issue(user.id),
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_LIFE,
    refresh_token: refreshToken,
    refresh_expires_in: REFRESH_TOKEN_LIFE,
    user,
  }
}

export function newRefreshToken({ random }: AuthContext): { token: string; hash: Buffer } {
  const token = random(32).toString('base64url')
  return { token, hash: hashOf(token) }
}
