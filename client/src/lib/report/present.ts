import type { TicketingReport } from '@tuvens/contract'
import { instantText, type InstantText } from '$lib/format/instant.ts'
import type { ReaderSettings } from '$lib/format/when/dates.ts'
import { diagnose } from './diagnose.ts'
import { noteOf } from './note.ts'
import type { DiagnosedStep, ReportFinding } from './shapes.ts'

export type PresentedEvidence = {
  label: string
  value: string | null
  told: InstantText | null
  instants: { told: InstantText; value: string }[]
}
export type PresentedStep = Omit<DiagnosedStep, 'evidence'> & { evidence: PresentedEvidence[] }
/** A diagnosis whose instants are written out for one reader. */
export type PresentedDiagnosis = {
  headline: ReportFinding
  steps: PresentedStep[]
  compiledAt: InstantText
  note: string
}

/** The reader's language and time zone, this site's addresses, and the request id that the logs carry. */
export type Presentation = {
  reader: ReaderSettings
  now: number
  site: string
  ticketOrigin: string
  requestId: string
}

/** Writes out a report for the page. Instants become text here, on the server, because browsers format them differently. */
export function present(report: TicketingReport, presentation: Presentation): PresentedDiagnosis {
  const { reader, now, requestId, ...addresses } = presentation
  const diagnosis = diagnose(report, addresses)
  const steps = diagnosis.steps.map(({ evidence, ...step }) => ({
    ...step,
    evidence: evidence.map(({ label, value = null, at, instants = [] }) => ({
      label,
      value,
      told: at === undefined ? null : instantText(at, reader, now),
      instants: instants.map((each) => ({ told: instantText(each.at, reader, now), value: each.value })),
    })),
  }))
  return {
    headline: diagnosis.headline,
    steps,
    compiledAt: instantText(report.compiled_at, reader, now),
    note: noteOf(report, diagnosis, requestId),
  }
}
