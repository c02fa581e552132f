import { Refusal } from '../refusal.ts'

export type Role = 'ADMIN' | 'ORGANIZER'
export type TokenClaims = {
  userId: number
  /** null in tokens made elsewhere without an account; such a token opens nothing that belongs to an account. */
  accountId: number | null
  jtiHash: Buffer
  expiresAt: Date
}

/** The authenticated caller. Everything that belongs to an account is looked up by `accountId`. */
export type Principal = { userId: number; accountId: number; role: Role; claims: TokenClaims }

/** The holder of a valid token, who may not be a member of the account that the token names. */
export type Bearer = { userId: number; accountId: number | null; role: Role | null; claims: TokenClaims }

export function unauthenticated(): Refusal {
  return new Refusal(401, 'Unauthenticated.')
}

/**
 * The account a bearer acts for. A bearer who is no member of the token's account acts for account 0, which owns
 * nothing: lists are empty and everything else is a 404.
 *
 * @throws Refusal 403 when the token names no account
 */
export function principalOf({ userId, accountId, role, claims }: Bearer): Principal {
  if (accountId === null) throw new Refusal(403, 'No account ID found in token')
  return { userId, accountId: role === null ? 0 : accountId, role: role ?? 'ORGANIZER', claims }
}
