import { clientKey } from '@tuvens/platform/limits/client'
import { type Limits, recordRefusal } from '@tuvens/platform/limits/limit'
import type { IncomingMessage } from 'node:http'
import type { TicketSessionContext } from '../../ticket-session/context.ts'
import type { Resolution } from '../../ticket-session/ticket-session.ts'
import { clientIp } from '../../web/client-ip.ts'

/** `many-unknown`: this client has sent many values that stand for nothing, so this one is not looked up. */
export type Found = Resolution | { kind: 'many-unknown'; retryAfter: number }

/** Looks up what a value stands for that came with a request. */
export type LookUp = (request: IncomingMessage, token: string) => Found | Promise<Found>

export type LookUpContext = Pick<TicketSessionContext, 'ticketSessions' | 'config'> & {
  limits: Limits<'unknownTicketTokens'>
}

/** A value that this node has never read costs a query: those that stand for nothing are limited per client. */
export function createLookUp({ ticketSessions, limits, config }: LookUpContext): LookUp {
  const lookUpNew = async (request: IncomingMessage, token: string): Promise<Found> => {
    const client = clientKey(clientIp(request, config.proxyHops))
    const { isAllowed, resetMs } = await limits.peek('unknownTicketTokens', client)
    if (!isAllowed) {
      recordRefusal('unknownTicketTokens')
      return { kind: 'many-unknown', retryAfter: Math.max(1, Math.ceil(resetMs / 1000)) }
    }
    const resolution = await ticketSessions.resolve(token)
    if (resolution.kind === 'unknown') await limits.count('unknownTicketTokens', client)
    return resolution
  }
  return (request, token) =>
    ticketSessions.isNew(token) ? lookUpNew(request, token) : ticketSessions.resolve(token)
}
