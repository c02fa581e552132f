import { HEADERS, ServiceError } from '@tuvens/contract'
import { checkStandardWebhook, checkStatusWebhook } from '@tuvens/contract/signatures'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { TicketingContext } from '../ticketing/context.ts'
import { headerOf } from '../http/header.ts'
import { signatureRefusal } from '../auth/service-guard.ts'

/** Admits webhooks with a valid signature, in our own form or in that of Standard Webhooks. A forged one reads and writes no row. */
export function requireWebhook(context: TicketingContext): preHandlerAsyncHookHandler {
  return async (request) => {
    const own = headerOf(request, HEADERS.statusWebhookSignature)
    if (own === undefined) return checkStandard(context, request)
    if (!checkStatusWebhook(context.secrets.shared, request.rawBody, own)) throw signatureRefusal('mismatch')
  }
}

function checkStandard({ secrets, clock }: TicketingContext, request: FastifyRequest): void {
  const [id, timestamp, signature] = [
    headerOf(request, HEADERS.standardId),
    headerOf(request, HEADERS.standardTimestamp),
    headerOf(request, HEADERS.standardSignature),
  ]
  if (id === undefined || timestamp === undefined || signature === undefined) {
    throw new ServiceError('SIGNATURE_REQUIRED')
  }
  const given = { id, timestamp, signature, now: clock.now() }
  const check = checkStandardWebhook(secrets.shared, request.rawBody, given)
  if (check !== 'ok') throw signatureRefusal(check)
}
