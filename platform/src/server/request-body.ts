import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/** Whether a request has a body: without a length or chunks it has none, whatever its method (RFC 9112 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

/** Whether a body comes in any coding. No service of ours reads one: it may hold a thousand times what arrives. */
export function isCompressed({ 'content-encoding': coding = '' }: IncomingHttpHeaders): boolean {
  return !UNCODED.has(coding.trim().toLowerCase())
}

const UNCODED = new Set(['', 'identity'])
