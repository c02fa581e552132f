import type { SourceStatus } from '@tuvens/contract'

/**
 * Our word for what a Hi.Events event says of itself (spec 3.3): LIVE and not over → LIVE, LIVE and over → ENDED,
 * DRAFT → DRAFT, ARCHIVED → CANCELLED. A status we do not know sells nothing: DRAFT.
 */
export function sourceStatusOf(event: { status: string; lifecycle_status: string }): SourceStatus {
  if (event.status === 'ARCHIVED') return 'CANCELLED'
  if (event.status !== 'LIVE') return 'DRAFT'
  return event.lifecycle_status === 'ENDED' ? 'ENDED' : 'LIVE'
}
