import { hasLogin } from '../mapping/account.ts'
import type { HeldToken } from '../mapping/account-token.ts'
import { findAccount } from '../mapping/store.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { TicketSessionParts } from './parts.ts'
import { sealUpstreamToken } from './seal.ts'
import { claimRenewal, replaceUpstreamToken } from './store.ts'
import type { TuvensPerson } from './ticket-session.ts'
import { expiryOf } from '../upstream/token-claims.ts'

/** Long enough for the longest upload that begins with the old token. */
const RENEW_BEFORE_MS = 10 * 60 * 1000

type CurrentToken = HeldToken & { id: string; person: TuvensPerson | null; expiresAt: number | null }

/**
 * The session's token, renewed when it expires soon. One caller at a time, over all nodes, renews; meanwhile the others use
 * the old one. When it cannot be renewed, the old one is used until the ticket system refuses it.
 */
export async function renewedToken(context: TicketSessionParts, current: CurrentToken): Promise<HeldToken> {
  const { id, expiresAt } = current
  if (expiresAt === null || expiresAt > context.clock.now() + RENEW_BEFORE_MS) return current
  if (!(await claimRenewal(context.db, id, current.sealed))) return current
  try {
    return (await storeUpstreamToken(context, current, await newToken(context, current))) ?? current
  } catch (error) {
    context.log.warn({ err: error }, 'A token of the ticket system could not be renewed')
    return current
  }
}

/** Stores the token that a session got for the one it held; null when it has ended, or has another one by now. */
export async function storeUpstreamToken(
  { db, vault }: Pick<TicketSessionParts, 'db' | 'vault'>,
  { id, sealed: before }: Pick<CurrentToken, 'id' | 'sealed'>,
  token: string,
): Promise<HeldToken | null> {
  const sealed = sealUpstreamToken(vault, id, token)
  const isStored = await replaceUpstreamToken(db, id, { before, sealed, expiresAt: expiryOf(token) })
  return isStored ? { token, sealed } : null
}

/**
 * Signs in again where we can: the old token stays valid, so that no request under way fails. Else the ticket system
 * renews the old one, which it refuses from then on.
 */
async function newToken(context: TicketSessionParts, { person, token }: CurrentToken): Promise<string> {
  const account = person === null ? undefined : await findAccount(context.db, person.accountId)
  if (account !== undefined && hasLogin(account) && !context.login.sharesToken(account)) {
    try {
      return await context.login.signIn(account)
    } catch (error) {
      if (!isUpstream(error, 'unauthorised')) throw error
    }
  }
  return context.hiEvents.refresh(token)
}
