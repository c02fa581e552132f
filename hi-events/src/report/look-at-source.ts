import type { LookOutcome, ReportedLink } from '@tuvens/contract'
import type { ReportContext as Context } from './context.ts'
import { isLinked } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { sourceStatusOf } from '../relay/source-status.ts'
import { isUpstream, type UpstreamFailure } from '../upstream/errors.ts'
import { inTime } from './in-time.ts'
import type { Trail } from './store.ts'

type Look = ReportedLink['look']

/** What a failed look means to the organiser; anything not named is a ticket system that is away. */
const OUTCOMES: Partial<Record<UpstreamFailure, LookOutcome>> = {
  missing: 'missing',
  limited: 'busy',
  unauthorised: 'login_refused',
  forbidden: 'refused',
  refused: 'refused',
  invalid: 'unreadable',
}

/** Looks once at the event upstream, as its account sees it. It changes nothing: only readings of the relay decide. */
export function lookAtSource(context: Context, trail: Trail): Promise<Look> {
  return inTime(context, look(context, trail), failed('away'))
}

async function look(context: Context, { accountId, hiEventId }: Trail): Promise<Look> {
  const account = await findAccount(context.db, accountId)
  if (account === undefined || !isLinked(account)) return failed('login_refused')
  try {
    const event = await context.tokens.use(account, (token) => context.hiEvents.event(token, hiEventId))
    return { outcome: 'seen', status: sourceStatusOf(event), ends_at: instantOf(event.end_date) }
  } catch (error) {
    if (!isUpstream(error)) throw error
    return failed(OUTCOMES[error.failure] ?? 'away')
  }
}

function failed(outcome: LookOutcome): Look {
  return { outcome, status: null, ends_at: null }
}

/** A date that cannot be read is left out: it decides nothing here. */
function instantOf(date: string | null): string | null {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
