import { errorBody, type ErrorCode, ServiceError } from '@tuvens/contract'
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'

/** Node's own words for requests it could not read at all. */
const CODES: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
}

/** What Node's HTTP server keeps on a socket: the answer under way (its documentation of `clientError` names it). */
type Answering = Socket & { _httpMessage?: { headersSent: boolean } | null }

/** Answers what is not HTTP, or too much of it, with the one envelope too, and hangs up. */
export function answerClientError(error: Error & { code?: string }, socket: Answering): void {
  // Words in the middle of another answer would be taken for a part of it.
  const isTooLate = socket.destroyed || !socket.writable || socket._httpMessage?.headersSent === true
  if (error.code === 'ECONNRESET' || isTooLate) {
    socket.destroy(error)
    return
  }
  const refusal = new ServiceError(CODES[error.code ?? ''] ?? 'VALIDATION_ERROR')
  const context = { path: '', requestId: randomUUID(), timestamp: new Date().toISOString() }
  const answer = errorBody(refusal, context)
  const body = JSON.stringify(answer)
  const head = [
    `HTTP/1.1 ${answer.statusCode} ${answer.error}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
