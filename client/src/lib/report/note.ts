import type { TicketingReport } from '@tuvens/contract'
import type { Diagnosis } from './shapes.ts'

/** What an organiser sends to the people who run this site: codes, numbers and instants, nothing private. */
export function noteOf(report: TicketingReport, { steps }: Diagnosis, requestId: string): string {
  const lines = [
    `event ${report.event_id}, ticket event ${report.hi_events_event_id ?? 'none'}`,
    `compiled at ${report.compiled_at}, request ${requestId}`,
    `phase ${report.phase}, version ${report.version}`,
    ...steps.map(({ name, finding, evidence }) => {
      const listed = evidence.map(({ label, value, at }) => `${label}: ${value ?? at}`).join(', ')
      return `${name}: ${finding.code}${listed === '' ? '' : ` (${listed})`}`
    }),
  ]
  return lines.join('\n')
}
