import { HEADERS, ServiceError } from '@tuvens/contract'
import { checkStandardWebhook, checkStatusWebhook } from '@tuvens/contract/signatures'
import { isSigned, signatureRefusal, signerOf } from '@tuvens/platform/http/signed-call'
import { countRefused } from '@tuvens/platform/telemetry/counts/webhooks'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import { signatureRules } from '../auth/service-guard.ts'
import type { TicketingContext } from '../ticketing/context.ts'
import { headerOf } from '../http/header.ts'

/**
 * Admits webhooks with a valid signature: that of a service call, as the ticket origin sends it, or that of Standard
 * Webhooks, for other senders. The older form covers the body alone and needs ALLOW_LEGACY_S2S. A forged one reads and
 * writes no row.
 */
export function requireWebhook(context: TicketingContext): preHandlerAsyncHookHandler {
  return async (request) => countRefused('status', () => check(context, request))
}

function check(context: TicketingContext, request: FastifyRequest): void {
  if (isSigned(request)) return void signerOf(signatureRules(context), request)
  const legacy = headerOf(request, HEADERS.statusWebhookSignature)
  if (legacy === undefined) return checkStandard(context, request)
  checkLegacy(context, request, legacy)
}

function checkLegacy(
  { config, secrets }: TicketingContext,
  request: FastifyRequest,
  signature: string,
): void {
  if (!config.allowsLegacyCalls) throw new ServiceError('SIGNATURE_REQUIRED')
  if (!checkStatusWebhook(secrets.shared, request.rawBody, signature)) throw signatureRefusal('mismatch')
}

function checkStandard({ secrets, clock }: TicketingContext, request: FastifyRequest): void {
  const [id, timestamp, signature] = [
    headerOf(request, HEADERS.standardId) ?? headerOf(request, HEADERS.svixId),
    headerOf(request, HEADERS.standardTimestamp) ?? headerOf(request, HEADERS.svixTimestamp),
    headerOf(request, HEADERS.standardSignature) ?? headerOf(request, HEADERS.svixSignature),
  ]
  if (id === undefined || id === '' || timestamp === undefined || signature === undefined) {
    throw new ServiceError('SIGNATURE_REQUIRED')
  }
  const given = { id, timestamp, signature, now: clock.now() }
  const check = checkStandardWebhook(secrets.shared, request.rawBody, given)
  if (check !== 'ok') throw signatureRefusal(check)
}
