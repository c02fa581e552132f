import type { TicketingReport } from '@tuvens/contract'
import { tellInstant, type Told } from '$lib/format/ago.ts'
import type { Reader } from '$lib/format/dates.ts'
import { diagnose } from './diagnose.ts'
import { noteOf } from './note.ts'
import type { Finding, StepName } from './shapes.ts'

export type ToldSight = { what: string; value: string | null; told: Told | null }
export type ToldStep = { name: StepName; heading: string; finding: Finding; sights: ToldSight[] }
/** A diagnosis ready to be read, its instants in words. */
export type ToldDiagnosis = { headline: Finding; steps: ToldStep[]; lookedAt: Told; note: string }

/** Who reads, when and where, and under which id the logs have it. */
export type Telling = { reader: Reader; now: number; site: string; ticketOrigin: string; requestId: string }

/** What the page says of a report. Instants become words here, on the server: browsers write them in other ways. */
export function tell(report: TicketingReport, telling: Telling): ToldDiagnosis {
  const { reader, now, requestId, ...addresses } = telling
  const found = diagnose(report, addresses)
  const steps = found.steps.map(({ sights, ...step }) => ({
    ...step,
    sights: sights.map(({ what, value = null, at }) => ({
      what,
      value,
      told: at === undefined ? null : tellInstant(at, reader, now),
    })),
  }))
  return {
    headline: found.headline,
    steps,
    lookedAt: tellInstant(report.seen_at, reader, now),
    note: noteOf(report, found, requestId),
  }
}
