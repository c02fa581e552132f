import { createCache } from './cache.ts'
import type { TicketSessionParts } from './parts.ts'
import { storeUpstreamToken } from './renew.ts'
import { resolveTicketSession } from './resolve.ts'
import { isGeneratedUser } from '../mapping/store.ts'
import { expiryOf, userIdOf } from '../upstream/token-claims.ts'
import { createRecent } from './recent.ts'
import { sealUpstreamToken } from './seal.ts'
import { claimRenewal, endRefusedTicketSession, endTicketSession, insertTicketSession } from './store.ts'
import type { EndReason, Resolution, TicketSession, TuvensPerson } from './ticket-session.ts'
import { createTicketToken, hashOf, isTicketToken } from './token.ts'
import { createWatchList, type WatchList } from './watch-list.ts'

/**
 * A ticket session to begin. `upstreamToken` null: it uses the token of its account's login. `replaced` is the value that the
 * browser held before.
 */
export type NewTicketSession = {
  person: TuvensPerson | null
  upstreamToken: string | null
  replaced: string | null
}

/** The sessions of people at the ticket system. Browsers hold opaque values; the tokens of the ticket system stay here. */
export type TicketSessions = {
  /** What a value stands for, read at most two seconds ago; at once when this node knows. Marks a live session as used. */
  resolve: (token: string) => Resolution | Promise<Resolution>
  /** Whether this node has never read the value, and would query for it. */
  isNew: (token: string) => boolean
  /** @returns the value for the browser */
  begin: (session: NewTicketSession) => Promise<string>
  end: (token: string, session: TicketSession, reason: EndReason) => Promise<void>
  /**
   * Whether a token is of a login that we made. A person who has its mailbox can set a password there, which must not give
   * them more than their role, nor anything after they have left.
   */
  isOfGeneratedLogin: (upstreamToken: string) => Promise<boolean>
  /** The ticket system refuses the session's token. */
  endRefused: (token: string, session: TicketSession) => Promise<void>
  /** Whether a browser may renew the session's own token now: one caller at a time, over all nodes. */
  claimRenewal: (session: TicketSession) => Promise<boolean>
  /** The ticket system gave the session another token of its own. */
  replaceUpstreamToken: (token: string, session: TicketSession, upstreamToken: string) => Promise<void>
  watchList: WatchList
}

/** An open page that keeps a session ended elsewhere for longer than this would show what it may not. */
const CACHE_MS = 2_000
const MAX_UNKNOWN = 10_000

export function createTicketSessions(context: TicketSessionParts): TicketSessions {
  const { db, vault, config } = context
  const now = () => context.clock.now()
  const cache = createCache((token) => resolveTicketSession(context, token), { now, ttlMs: CACHE_MS })
  const watchList = createWatchList({ now, forget: cache.forget })
  const unknown = createRecent(MAX_UNKNOWN)
  const note = (token: string, resolution: Resolution) => {
    if (resolution.kind === 'live') watchList.use(resolution.session.id, token)
    if (resolution.kind !== 'unknown') return resolution
    // It can become no session later, and takes no place of one.
    cache.forget(token)
    unknown.add(token)
    return resolution
  }

  return {
    watchList,
    resolve: (token) => {
      if (!isTicketToken(token) || unknown.has(token)) return { kind: 'unknown' }
      const found = cache.read(token)
      return found instanceof Promise
        ? found.then((resolution) => note(token, resolution))
        : note(token, found)
    },
    isNew: (token) => isTicketToken(token) && !unknown.has(token) && !cache.has(token),
    begin: async ({ person, upstreamToken, replaced }) => {
      const token = createTicketToken(context.random)
      const id = context.newId()
      const session = {
        tokenHash: hashOf(token),
        id,
        person,
        upstreamToken: upstreamToken === null ? null : sealUpstreamToken(vault, id, upstreamToken),
        upstreamExpiresAt: upstreamToken === null ? null : expiryOf(upstreamToken),
      }
      const replacedHash = replaced !== null && isTicketToken(replaced) ? hashOf(replaced) : null
      await insertTicketSession(db, session, { maxSeconds: config.ticketSession.maxSeconds, replacedHash })
      if (replaced !== null) cache.forget(replaced)
      return token
    },
    isOfGeneratedLogin: async (upstreamToken) => {
      const userId = userIdOf(upstreamToken)
      return userId !== null && (await isGeneratedUser(db, userId))
    },
    end: async (token, { id }, reason) => {
      await endTicketSession(db, id, reason)
      cache.forget(token)
      watchList.drop(id)
    },
    endRefused: async (token, { id, sealedToken }) => {
      await endRefusedTicketSession(db, id, sealedToken)
      cache.forget(token)
    },
    claimRenewal: ({ id, sealedToken }) => claimRenewal(db, id, sealedToken),
    replaceUpstreamToken: async (token, { id, sealedToken }, upstreamToken) => {
      await storeUpstreamToken(context, { id, sealed: sealedToken }, upstreamToken)
      cache.forget(token)
    },
  }
}
