import type { SourceStatus } from '@tuvens/contract'
import { type Dated, hasEnded, isCancelled } from '../upstream/dates.ts'

/**
 * The source status of a Hi.Events event (spec 3.3): LIVE and not over → LIVE, LIVE and over → ENDED, DRAFT → DRAFT,
 * ARCHIVED → CANCELLED, and so is one whose dates are all cancelled. An event with an unknown status sells nothing: DRAFT.
 */
export function sourceStatusOf(event: { status: string } & Dated): SourceStatus {
  if (event.status === 'ARCHIVED') return 'CANCELLED'
  if (event.status !== 'LIVE') return 'DRAFT'
  if (isCancelled(event)) return 'CANCELLED'
  return hasEnded(event) ? 'ENDED' : 'LIVE'
}
