import type { IncomingMessage } from 'node:http'

/** Whether a request has a body: without a length or chunks it has none, whatever its method (RFC 9112 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}
