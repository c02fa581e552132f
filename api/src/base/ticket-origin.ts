import { signRequest } from '@tuvens/contract/signatures'
import { createHttpCaller, type HttpCaller } from '@tuvens/platform/http/call'
import type { BaseContext } from './context.ts'

const TIMEOUT_MS = 5_000
/** More than any response has. */
const MAX_BYTES = 256 * 1024

/** Signed calls to the ticket origin, one attempt each: a person waits, or a queue tries again. */
export function createTicketOriginCaller({
  config,
  secrets,
  clock,
}: Pick<BaseContext, 'config' | 'secrets' | 'clock'>): HttpCaller {
  return createHttpCaller({
    target: 'ticket-origin',
    baseUrl: config.ticketServiceUrl,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    sign: (attempt) => signRequest(secrets.shared, attempt, clock.now()),
    retry: () => null,
  })
}
