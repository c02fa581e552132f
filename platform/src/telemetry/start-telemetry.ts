import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import { exportTraces } from './export-traces.ts'
import { reportError } from './report-error.ts'
import { sendReports } from './send-reports.ts'
import { serveMetrics } from './serve-metrics.ts'
import type { TelemetrySettings } from './settings.ts'

/** Whose telemetry it is. `root`: the folder of the product, which has its version. */
export type TelemetryOptions = { service: string; root: string; log: Log }

/** Serves metrics, sends traces and reports errors, each only when it is set up. @returns sends what waits */
export async function startTelemetry(
  { metrics, traceExport, errorReports }: Partial<Omit<TelemetrySettings, 'requestLogSample'>>,
  { service, root, log }: TelemetryOptions,
): Promise<() => Promise<void>> {
  // A laptop needs nothing of this, and a copy of a build has no version beside it.
  if (metrics === undefined && traceExport === undefined && errorReports === undefined) return async () => {}
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const named = { service, version, log }
  const stops: (() => Promise<void>)[] = []
  if (metrics !== undefined) await serveMetrics(metrics, named)
  if (traceExport !== undefined) stops.push(await exportTraces(traceExport, named))
  if (errorReports !== undefined) {
    const stop = await sendReports(errorReports, named)
    stops.push(stop)
    reportTheEnd(log, stop)
  }
  return async () => void (await Promise.all(stops.map((stop) => stop())))
}

/** An error that nothing handled ends the process, as it does by itself, and is reported before. */
function reportTheEnd(log: Log, stop: () => Promise<void>): void {
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error that nothing handled')
    reportError(error, 'process')
    void stop().finally(() => process.exit(1))
  })
}
