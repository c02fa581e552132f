import { HEADERS, ServiceError } from '@tuvens/contract'
import { checkRequest, checkSharedSecret, type SignatureCheck } from '@tuvens/contract/signatures'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { AuthContext } from './context.ts'
import { headerOf } from '../http/header.ts'

/** Lets our own services through: signed, or with the plain secret while the settings allow it. */
export function requireService(context: AuthContext): preHandlerAsyncHookHandler {
  return async (request) => {
    admit(request, isSigned(request) ? signerOf(context, request) : plainSecretOf(context, request))
  }
}

/** Lets only signed calls through. */
export function requireSigned(context: AuthContext): preHandlerAsyncHookHandler {
  return async (request) => admit(request, signerOf(context, request))
}

/** Whether a call carries any service credential at all. */
export function looksLikeService(request: FastifyRequest): boolean {
  return isSigned(request) || headerOf(request, HEADERS.sharedSecret) !== undefined
}

function admit(request: FastifyRequest, secret: number): void {
  const onBehalfOf = headerOf(request, HEADERS.onBehalfOf)
  if (onBehalfOf !== undefined && !/^[1-9]\d{0,17}$/.test(onBehalfOf)) {
    throw new ServiceError('VALIDATION_ERROR', {
      details: [{ field: HEADERS.onBehalfOf, message: `${HEADERS.onBehalfOf} must be a user id` }],
    })
  }
  request.caller = { kind: 'service', secret, onBehalfOf }
}

function isSigned(request: FastifyRequest): boolean {
  return (
    headerOf(request, HEADERS.signature) !== undefined || headerOf(request, HEADERS.timestamp) !== undefined
  )
}

/** Place of the secret that signed the call; every secret is tried, so the time does not say which. */
function signerOf({ secrets, clock }: AuthContext, request: FastifyRequest): number {
  const signable = { method: request.method, path: request.url, body: request.rawBody }
  const given = {
    timestamp: headerOf(request, HEADERS.timestamp),
    signature: headerOf(request, HEADERS.signature),
    now: clock.now(),
  }
  const checks = secrets.shared.map((secret) => checkRequest([secret], signable, given))
  const signer = checks.indexOf('ok')
  if (signer === -1) throw signatureRefusal(checks[0] ?? 'missing')
  return signer
}

export function signatureRefusal(check: SignatureCheck): ServiceError {
  if (check === 'expired') return new ServiceError('SIGNATURE_EXPIRED')
  return new ServiceError(check === 'missing' ? 'SIGNATURE_REQUIRED' : 'SIGNATURE_INVALID')
}

function plainSecretOf({ secrets, config }: AuthContext, request: FastifyRequest): number {
  const given = headerOf(request, HEADERS.sharedSecret)
  if (given === undefined) throw new ServiceError('SERVICE_CREDENTIAL_REQUIRED')
  if (config.requireSigned) throw new ServiceError('SIGNATURE_REQUIRED')
  const place = secrets.shared.map((secret) => checkSharedSecret([secret], given)).indexOf(true)
  if (place === -1) throw new ServiceError('SERVICE_CREDENTIAL_INVALID')
  return place
}
