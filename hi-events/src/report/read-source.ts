import type { ReportedLink, SourceReadOutcome, TicketDate } from '@tuvens/contract'
import type { ReportContext } from './context.ts'
import { hasLogin } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { ticketDatesOf } from '../status/ticket-dates.ts'
import { hasDates, noteCapability } from '../status/capabilities.ts'
import { sourceStatusOf } from '../status/source-status.ts'
import { endOf } from '../upstream/dates.ts'
import { isUpstream, type UpstreamFailure } from '../upstream/errors.ts'
import type { LinkEvidence } from './store.ts'

type ReportedSource = ReportedLink['source']

/** What a failed read means to the organiser; every other failure means that the ticket system is unreachable. */
const OUTCOMES: Partial<Record<UpstreamFailure, SourceReadOutcome>> = {
  missing: 'missing',
  limited: 'busy',
  unauthorised: 'login_refused',
  forbidden: 'refused',
  refused: 'refused',
  invalid: 'unreadable',
}

/** Reads the Hi.Events event once, with its account's token. It changes nothing of the link: only the relay's readings do. */
export async function readSource(
  context: ReportContext,
  { accountId, hiEventId }: LinkEvidence,
): Promise<ReportedSource> {
  const account = await findAccount(context.db, accountId)
  if (account === undefined || !hasLogin(account)) return failed('login_refused')
  try {
    const event = await context.tokens.use(account, (token) => context.hiEvents.event(token, hiEventId))
    await noteCapability(context.db, 'dates', hasDates(event))
    const dates = ticketDatesOf(event).map(reportedDateOf)
    return {
      outcome: 'read',
      status: sourceStatusOf(event),
      ends_at: endOf(event)?.toISOString() ?? null,
      ...(dates.length > 0 && { dates }),
    }
  } catch (error) {
    if (!isUpstream(error)) throw error
    return failed(OUTCOMES[error.failure] ?? 'unreachable')
  }
}

function reportedDateOf({ startDate, endDate, state }: TicketDate) {
  return { starts_at: startDate, ends_at: endDate, state }
}

function failed(outcome: SourceReadOutcome): ReportedSource {
  return { outcome, status: null, ends_at: null }
}

/** An event that cannot be read, or not in time. */
export const UNREACHABLE_SOURCE = failed('unreachable')
