import type { EnvFields } from '../config.ts'
import type { MetricsAddress } from './serve-metrics.ts'

/** What is measured and logged of a process. */
export type TelemetrySettings = {
  /** Where its metrics are served; undefined: nowhere. */
  metrics: MetricsAddress | undefined
  /** Part of the quick successes that are logged, 0 to 1. */
  requestLogSample: number
}

/** `METRICS_PORT`, `METRICS_HOST` and `LOG_SAMPLE`. */
export function readTelemetry(fields: EnvFields): TelemetrySettings {
  const host = fields.text('METRICS_HOST', '127.0.0.1')
  const port = fields.integer('METRICS_PORT', 0, { max: 65_535 })
  return {
    metrics: port === 0 ? undefined : { port, host },
    requestLogSample: fields.integer('LOG_SAMPLE_PERCENT', 10, { max: 100 }) / 100,
  }
}
