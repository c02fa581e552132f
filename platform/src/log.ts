import { pino, type Logger } from 'pino'

/** The log of a service (pino). */
export type Log = Logger

/** One JSON line an entry. What is logged never holds a header, a query or a body: these carry secrets. */
export function createLog(service: string, level = 'info'): Log {
  return pino({
    name: service,
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['*.password', '*.token', '*.session_token', '*.secret', '*.authorization', '*.cookie'],
  })
}
