import type { Timing } from './timing.ts'

/** `page`: somebody is woken. `ticket`: somebody looks on a working day. `none`: proof that alerts are delivered. */
export type Severity = 'page' | 'ticket' | 'none'

export type RecordingRule = { record: string; expr: string; labels?: Record<string, string> }
export type AlertingRule = {
  alert: string
  expr: string
  for?: string
  keep_firing_for?: string
  labels: { severity: Severity } & Record<string, string>
  annotations: { summary: string; description: string; runbook: string }
}
export type RuleGroup = {
  name: string
  interval?: string
  rules: (RecordingRule | AlertingRule)[]
}

/** Where the page for an alert is, from the folder of the product. */
export function runbookOf(alert: string): string {
  return `docs/operate/runbooks/${alert}.md`
}

/** An alert of its own, besides those of the objectives. Durations are in seconds. */
export type Alert = {
  alert: string
  severity: Severity
  /** @param d gives a duration in the notation of Prometheus, @param s in seconds */
  expr: (d: Timing['duration'], s: Timing['seconds']) => string
  forSeconds: number
  summary: string
  description: string
}
