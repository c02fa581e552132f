import type { ReportedLink, SourceReadOutcome, TicketDate } from '@tuvens/contract'
import type { ReportContext } from './context.ts'
import { hasLogin } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { ticketDatesOf } from '../status/ticket-dates.ts'
import { noteCapability } from '../status/capabilities.ts'
import { sourceStatusOf } from '../status/source-status.ts'
import { endOf, hasDates } from '../upstream/dates.ts'
import { isUpstream, type UpstreamFailure } from '../upstream/errors.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import type { Upstream } from '../details/field.ts'
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

/** The event's source, and what was read for it; `upstream` is null when it, or its settings, could not be read. */
export type SourceReading = { source: ReportedSource; upstream: Upstream | null }

/**
 * Reads the Hi.Events event and its settings once, with its account's token. It changes nothing of the link: only the
 * relay's readings do.
 */
export async function readSource(
  context: ReportContext,
  { accountId, hiEventId }: LinkEvidence,
): Promise<SourceReading> {
  const account = await findAccount(context.db, accountId)
  if (account === undefined || !hasLogin(account)) return failed('login_refused')
  try {
    return await context.tokens.use(account, async (token) => {
      const [event, settings] = await Promise.all([
        context.hiEvents.event(token, hiEventId),
        context.hiEvents.settings(token, hiEventId).catch(nullWhenUnreadable),
      ])
      await noteCapability(context.db, 'dates', hasDates(event))
      return { source: sourceOf(event), upstream: settings && { event, settings } }
    })
  } catch (error) {
    if (!isUpstream(error)) throw error
    return failed(OUTCOMES[error.failure] ?? 'unreachable')
  }
}

/** Without its settings an event still has a status. */
function nullWhenUnreadable(error: unknown): null {
  if (!isUpstream(error)) throw error
  return null
}

function sourceOf(event: HiEvent): ReportedSource {
  const dates = ticketDatesOf(event).map(reportedDateOf)
  return {
    outcome: 'read',
    status: sourceStatusOf(event),
    ends_at: endOf(event)?.toISOString() ?? null,
    ...(dates.length > 0 && { dates }),
  }
}

function reportedDateOf({ startDate, endDate, state }: TicketDate) {
  return { starts_at: startDate, ends_at: endDate, state }
}

function failed(outcome: SourceReadOutcome): SourceReading {
  return { source: { outcome, status: null, ends_at: null }, upstream: null }
}

/** An event that cannot be read, or not in time. */
export const UNREACHABLE_SOURCE = failed('unreachable')
