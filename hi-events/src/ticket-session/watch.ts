import { MAX_SESSIONS_PER_STATUS, ServiceError } from '@tuvens/contract'
import { type Loop, startLoop } from '@tuvens/platform/work'
import type { TicketSessionContext } from './context.ts'
import { MAX_CHECK_AGE_MS } from './resolve.ts'
import { endTicketSessions, markChecked, touchTicketSessions, type WatchedState } from './store.ts'
import { endReasonOf } from './ticket-session.ts'

const EVERY_MS = 2_000

/** Has the API tell, every two seconds, which of the sessions that are used through this node still give rights. */
export function startTicketSessionWatch(context: TicketSessionContext): Loop {
  const run = () => watchTicketSessions(context)
  return startLoop({ name: 'ticket sessions', run, everyMs: EVERY_MS, log: context.log })
}

/**
 * One round: stores the last uses, ends what the API says has ended, and closes the connections of all that ended, also on
 * another node. Nothing is asked while nobody uses the ticket system through this node.
 */
export async function watchTicketSessions(context: TicketSessionContext): Promise<void> {
  const { watchList } = context.ticketSessions
  const uses = watchList.list()
  if (uses.length === 0) return
  const states = await touchTicketSessions(context.db, uses, context.config.ticketSession)
  const live = new Map(states.filter(({ endReason }) => endReason === null).map((each) => [each.id, each]))
  for (const { id } of uses) if (!live.has(id)) watchList.drop(id)
  const asked = [...live.values()].filter(({ apiSessionId }) => apiSessionId !== null)
  for (let at = 0; at < asked.length; at += MAX_SESSIONS_PER_STATUS) {
    await check(context, asked.slice(at, at + MAX_SESSIONS_PER_STATUS))
  }
}

async function check(context: TicketSessionContext, sessions: WatchedState[]): Promise<void> {
  const { db, auth, clock, ticketSessions } = context
  const askedAt = clock.now()
  try {
    const statuses = await auth.sessionStatuses(sessions.map(({ apiSessionId }) => apiSessionId ?? ''))
    const byId = new Map(statuses.map((status) => [status.session_id, status]))
    const reasonOf = ({ apiSessionId }: WatchedState) => endReasonOf(byId.get(apiSessionId ?? ''))
    const idsOf = (reason: ReturnType<typeof reasonOf>) =>
      sessions.filter((each) => reasonOf(each) === reason).map(({ id }) => id)
    for (const reason of ['withdrawn', 'used-again'] as const) {
      const ids = idsOf(reason)
      if (ids.length > 0) await endTicketSessions(db, ids, reason)
      for (const id of ids) ticketSessions.watchList.drop(id)
    }
    await markChecked(db, idsOf(null), clock.now() - askedAt)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    context.log.warn({ err: error.cause ?? error }, 'The API does not say which ticket sessions give rights')
    closeUnchecked(context, sessions)
  }
}

/** What nobody vouches for any more has no open connection either. */
function closeUnchecked({ ticketSessions }: TicketSessionContext, sessions: WatchedState[]): void {
  for (const { id, checkedAgeMs } of sessions) {
    if (checkedAgeMs > MAX_CHECK_AGE_MS) ticketSessions.watchList.drop(id)
  }
}
