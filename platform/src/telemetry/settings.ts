import { parseKeyPairsIntoRecord } from '@opentelemetry/core'
import type { EnvFields } from '../config.ts'
import type { TraceExport } from './export-traces.ts'
import type { ErrorReports } from './send-reports.ts'
import type { MetricsAddress } from './serve-metrics.ts'

/** What is measured and logged of a process. */
export type TelemetrySettings = {
  /** Where its metrics are served; undefined: nowhere. */
  metrics: MetricsAddress | undefined
  /** Part of the quick successes that are logged, 0 to 1. */
  requestLogSample: number
  /** Undefined: no span is made. */
  traceExport: TraceExport | undefined
  /** Undefined: errors are only logged. */
  errorReports: ErrorReports | undefined
}

/** Metrics, logs, traces and reports of errors, the same for each service. */
export function readTelemetry(fields: EnvFields): TelemetrySettings {
  const host = fields.text('METRICS_HOST', '127.0.0.1')
  const port = fields.integer('METRICS_PORT', 0, { max: 65_535 })
  return {
    metrics: port === 0 ? undefined : { port, host },
    requestLogSample: fields.integer('LOG_SAMPLE_PERCENT', 10, { max: 100 }) / 100,
    traceExport: readTraceExport(fields),
    errorReports: readErrorReports(fields),
  }
}

function readTraceExport(fields: EnvFields): TraceExport | undefined {
  const endpoint = fields.optionalUrl('OTEL_EXPORTER_OTLP_ENDPOINT')
  const headers = parseKeyPairsIntoRecord(fields.optional('OTEL_EXPORTER_OTLP_HEADERS'))
  const sample = fields.integer('TRACE_SAMPLE_PERCENT', 100, { max: 100 }) / 100
  return endpoint === undefined ? undefined : { endpoint, headers, sample }
}

function readErrorReports(fields: EnvFields): ErrorReports | undefined {
  const dsn = fields.optional('SENTRY_DSN')
  // Sentry's client prints one that it cannot use, with its key, and reports nothing.
  if (dsn !== undefined && !isDsn(dsn))
    fields.problem('SENTRY_DSN is not an address such as https://key@sentry.example/1')
  const environment = fields.text('SENTRY_ENVIRONMENT', 'production')
  return dsn === undefined ? undefined : { dsn, environment }
}

function isDsn(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, username, password, pathname } = new URL(value)
  const isKeyed = /^\w+$/.test(username) && /^\w*$/.test(password)
  return /^https?:$/.test(protocol) && isKeyed && /^\d+$/.test(pathname.split('/').at(-1) ?? '')
}
