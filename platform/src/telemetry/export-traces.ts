import { trace } from '@opentelemetry/api'
import { setGlobalErrorHandler } from '@opentelemetry/core'
import type * as TraceSdk from '@opentelemetry/sdk-trace-base'
import type { Log } from '../log.ts'
import { redact } from './redact.ts'

/** Where spans are sent, and how many. */
export type TraceExport = {
  /** Of an OTLP receiver, without `/v1/traces`. */
  endpoint: string
  /** Sent with each call, e.g. a key of the receiver. */
  headers: Readonly<Record<string, string>>
  /** Part of the traces, 0 to 1. Of a trace that began elsewhere, nothing is sent that its beginning left out. */
  sample: number
}

/** What names a process in reports. */
export type ProcessName = { service: string; version: string }

/** Beyond these, spans are dropped: a receiver that is away costs neither memory nor time. */
const QUEUE = {
  maxQueueSize: 4_096,
  maxExportBatchSize: 512,
  scheduledDelayMillis: 2_000,
  exportTimeoutMillis: 10_000,
}
const CALL_MS = 5_000
const LAST_CALL_MS = 3_000
const WARNING_PAUSE_MS = 60_000

/**
 * Sends the spans of this process by OTLP over HTTP. Only here is the SDK loaded: without an endpoint nothing of it is in
 * the way.
 *
 * @returns sends what waits, for a limited time
 */
export async function exportTraces(
  { endpoint, headers, sample }: TraceExport,
  { service, version, log }: ProcessName & { log: Log },
): Promise<() => Promise<void>> {
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  setGlobalErrorHandler(warnRarely(log))
  const url = `${endpoint}/v1/traces`
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: CALL_MS })
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `tuvens-${service}`, 'service.version': version }),
    sampler: samplerOf(sdk, sample),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter, QUEUE)],
  })
  trace.setGlobalTracerProvider(provider)
  return () => atMost(LAST_CALL_MS, provider.shutdown())
}

/**
 * The mark of a remote beginning is that of any caller, who could have everything sent. So it can only leave a trace out, and
 * the ratio decides of the others: by the trace id, the same in all services, so that what is sent is whole.
 */
function samplerOf(sdk: typeof TraceSdk, sample: number): TraceSdk.Sampler {
  const byRatio = new sdk.TraceIdRatioBasedSampler(sample)
  return new sdk.ParentBasedSampler({ root: byRatio, remoteParentSampled: byRatio })
}

/** A receiver that is away fails every call. */
function warnRarely(log: Log): (error: unknown) => void {
  let nextAt = 0
  return (error) => {
    if (performance.now() < nextAt) return
    nextAt = performance.now() + WARNING_PAUSE_MS
    const reason = redact(error instanceof Error ? error.message : String(error))
    log.warn({ reason }, 'traces could not be sent; the newest are kept')
  }
}

/** Waits for the end of what must not hold up a shutdown; never rejects. */
export async function atMost(ms: number, work: PromiseLike<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([Promise.resolve(work).catch(() => {}), limit])
  clearTimeout(timer)
}
