import type { Severity } from '../rule.ts'

/** What one series does in a minute while all is well, and while the alert must fire: a counter grows by it, a gauge holds it. */
export type Sample = { series: string; isCounter?: boolean; healthy: number; faulty: number }

/** A situation in which an alert fires. */
export type Example = {
  alert: string
  severity: Severity
  samples: Sample[]
  /** How long the fault lasts until the alert must fire, and how long after its end the alert must be gone. */
  faultyMinutes: number
  recoveredMinutes: number
  /** Minutes between two samples: more for alerts that look back for days. */
  stepMinutes?: number
  /** Labels of the alert besides its severity. */
  labels: Record<string, string>
}

/** Labels of the node whose metrics change. */
export const API = 'job="api",instance="one"'
