import type { Me } from '../upstream/answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { TicketSessionContext } from './context.ts'

/** Who is signed in to the ticket system in a browser, with the token that this browser's session stands for. */
export type SignedInUser = Me & { upstreamToken: string }

/** The user of a ticket session; null when there is none, or it gives no rights any more. */
export async function findSignedInUser(
  { ticketSessions, hiEvents }: TicketSessionContext,
  ticketToken: string | null,
): Promise<SignedInUser | null> {
  const resolution = ticketToken === null ? null : await ticketSessions.resolve(ticketToken)
  if (resolution?.kind !== 'live') return null
  const { person, upstreamToken } = resolution.session
  try {
    const me = await hiEvents.me(upstreamToken)
    // Several people share the login of their account: each is shown under their own name.
    const shown = person === null ? {} : { full_name: person.name, email: person.email }
    return { ...me, ...shown, upstreamToken }
  } catch (error) {
    if (isUpstream(error, 'unauthorised', 'forbidden')) return null
    throw error
  }
}
