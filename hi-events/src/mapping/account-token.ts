import { expiryOf } from '../upstream/token-claims.ts'
import { type AccountWithLogin, openCredential, sealCredential } from './account.ts'
import type { MappingContext } from './context.ts'
import { claimTokenRenewal, findCredential, replaceToken } from './store.ts'
import { nullIfLocked } from './vault.ts'

/** A token of the ticket system, open and as it is stored. */
export type HeldToken = { token: string; sealed: Buffer }

export type AccountTokenContext = Pick<MappingContext, 'db' | 'vault' | 'hiEvents' | 'clock' | 'log'>

/** Tokens of the ticket system last for seven days. The sweeps use each token more often than every four days. */
const RENEW_BEFORE_MS = 3 * 24 * 60 * 60 * 1000

/**
 * The token of the login that a person attached to an account, renewed before it expires. One caller at a time, over all
 * nodes, renews it. When the ticket system does not renew it, the old one is used until it is refused.
 *
 * @returns null when the account has none that can be opened
 */
export async function readAccountToken(
  context: AccountTokenContext,
  id: AccountWithLogin['id'],
): Promise<HeldToken | null> {
  const { clock, db, vault } = context
  const { credential, credentialKind } = (await findCredential(db, id)) ?? {}
  if (credentialKind !== 'token' || !credential) return null
  const token = nullIfLocked(() => openCredential(vault, { id, credential }))
  if (token === null) return null
  const held = { token, sealed: credential }
  const expiresAt = expiryOf(token)
  const isDue = expiresAt !== null && expiresAt < clock.now() + RENEW_BEFORE_MS
  return isDue && (await claimTokenRenewal(db, id, credential)) ? renew(context, id, held) : held
}

/** The new token is stored unless its owner has signed in again meanwhile. */
async function renew(
  { db, vault, hiEvents, log }: AccountTokenContext,
  id: number,
  held: HeldToken,
): Promise<HeldToken> {
  try {
    const token = await hiEvents.refresh(held.token)
    const sealed = sealCredential(vault, id, token)
    await replaceToken(db, id, { before: held.sealed, after: sealed })
    return { token, sealed }
  } catch (error) {
    log.warn({ err: error, account_id: id }, 'A token of an account could not be renewed')
    return held
  }
}
