import type { TokenPair, User } from '@tuvens/contract'
import { randomUUID } from 'node:crypto'
import type { AuthContext } from '../auth/context.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { ACCESS_TOKEN_SECONDS } from '../auth/access-token.ts'
import { insertRefreshToken } from './store.ts'

export const REFRESH_TOKEN_SECONDS = 30 * 24 * 3600

/** Issues the first pair of tokens of a sign-in. All refresh tokens that descend from it are one family. */
export async function startFamily(context: AuthContext, user: User): Promise<TokenPair> {
  const refresh = newRefreshToken(context)
  await insertRefreshToken(context.db, {
    hash: refresh.hash,
    familyId: randomUUID(),
    userId: user.id,
    seconds: REFRESH_TOKEN_SECONDS,
  })
  return pairOf(context, user, refresh.token)
}

export async function pairOf({ tokens }: AuthContext, user: User, refreshToken: string): Promise<TokenPair> {
  return {
    access_token: await tokens.issue(user.id),
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
    refresh_token: refreshToken,
    refresh_expires_in: REFRESH_TOKEN_SECONDS,
    user,
  }
}

export function newRefreshToken({ random }: AuthContext): { token: string; hash: Buffer } {
  const token = random(32).toString('base64url')
  return { token, hash: tokenHashOf(token) }
}
