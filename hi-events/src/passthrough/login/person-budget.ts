import { durationOf } from '@tuvens/platform/text/duration'
import type { Limits } from '@tuvens/platform/limits/limit'
import type { TicketSession } from '../../ticket-session/ticket-session.ts'
import { userIdOf } from '../../upstream/token-claims.ts'
import type { Refusal } from '../policy/refusals.ts'

/** Counts a call that is to be passed on with a token. @returns why it is not passed on, or null */
export type CountCall = (session: TicketSession) => Promise<Refusal | null>

/**
 * The ticket system counts the calls of a login, which all members of an account and our own calls use together: no person
 * may use up what the others need. All browsers of a person count as one.
 */
export function createPersonBudget(limits: Limits<'personCalls'>): CountCall {
  return async (session) => {
    const { isAllowed, resetMs } = await limits.count('personCalls', personOf(session))
    return isAllowed ? null : manyCalls(Math.max(1, Math.ceil(resetMs / 1000)))
  }
}

/** Somebody who signed in to the ticket system itself is the user of their login, in each of their sessions. */
function personOf({ id, person, upstreamToken }: TicketSession): string {
  return person === null ? `login ${userIdOf(upstreamToken) ?? id}` : `${person.accountId} ${person.userId}`
}

const manyCalls = (retryAfter: number): Refusal => ({
  code: 'RATE_LIMITED',
  title: 'That was a lot at once',
  sentence: `You share the ticket system with your colleagues. Nothing is lost: wait ${durationOf(retryAfter)}, then load this page again.`,
  retryAfter,
})
