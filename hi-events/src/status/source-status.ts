import type { SourceStatus } from '@tuvens/contract'

/**
 * The source status of a Hi.Events event (spec 3.3): LIVE and not over → LIVE, LIVE and over → ENDED, DRAFT → DRAFT,
 * ARCHIVED → CANCELLED. An event with an unknown status sells nothing: DRAFT.
 */
export function sourceStatusOf(event: { status: string; lifecycle_status: string }): SourceStatus {
  if (event.status === 'ARCHIVED') return 'CANCELLED'
  if (event.status !== 'LIVE') return 'DRAFT'
  return event.lifecycle_status === 'ENDED' ? 'ENDED' : 'LIVE'
}
