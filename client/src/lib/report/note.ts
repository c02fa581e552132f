import type { TicketingReport } from '@tuvens/contract'
import type { Diagnosis } from './shapes.ts'

/** What an organiser hands to the people who run this site: codes, numbers and instants, nothing private. */
export function noteOf(report: TicketingReport, { steps }: Diagnosis, requestId: string): string {
  const lines = [
    `event ${report.event_id}, ticket event ${report.hi_events_event_id ?? 'none'}`,
    `looked at ${report.seen_at}, request ${requestId}`,
    `shown ${report.phase}, version ${report.version}`,
    ...steps.map(({ name, finding, sights }) => {
      const seen = sights.map(({ what, value, at }) => `${what}: ${value ?? at}`).join(', ')
      return `${name}: ${finding.code}${seen === '' ? '' : ` (${seen})`}`
    }),
  ]
  return lines.join('\n')
}
