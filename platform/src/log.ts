import { type DestinationStream, pino, type Logger } from 'pino'
import { loggedErrorOf } from './telemetry/logged-error.ts'
import { redact } from './telemetry/redact.ts'
import { currentRequest, currentTraceId } from './telemetry/trace.ts'

/** The log of a service (pino). */
export type Log = Logger

/**
 * One JSON line an entry, with the request or trace it belongs to. What is logged never holds a header, a query or a body:
 * these carry secrets. What the texts of errors may quote all the same is taken out of each line.
 */
export function createLog(service: string, level = 'info', destination?: DestinationStream): Log {
  const options = {
    name: service,
    level,
    base: { service },
    mixin: requestOf,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: loggedErrorOf },
    hooks: { streamWrite: redact },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/** The trace is named, too, where a caller chose another id for its request. */
function requestOf(): { requestId?: string; traceId?: string } {
  const traceId = currentTraceId()
  const requestId = currentRequest()?.id ?? traceId
  if (requestId === undefined || traceId === undefined) return {}
  return requestId === traceId ? { requestId } : { requestId, traceId }
}
