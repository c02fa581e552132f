import { HEADERS, ServiceError } from '@tuvens/contract'
import { checkRequest, checkSharedSecret, type SignatureCheck } from '@tuvens/contract/signatures'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { AuthContext } from './context.ts'
import { headerOf } from '../http/header.ts'

/** Admits our own services: signed, or with the plain secret unless REQUIRE_SIGNED_S2S is set. */
export function requireService(context: AuthContext): preHandlerAsyncHookHandler {
  return async (request) => {
    admit(request, isSigned(request) ? signerIndexOf(context, request) : plainSecretIndexOf(context, request))
  }
}

/** Admits signed calls only. */
export function requireSigned(context: AuthContext): preHandlerAsyncHookHandler {
  return async (request) => admit(request, signerIndexOf(context, request))
}

/** Whether a call carries any service credential, valid or not. */
export function hasServiceCredential(request: FastifyRequest): boolean {
  return isSigned(request) || headerOf(request, HEADERS.sharedSecret) !== undefined
}

function admit(request: FastifyRequest, secretIndex: number): void {
  const onBehalfOf = headerOf(request, HEADERS.onBehalfOf)
  if (onBehalfOf !== undefined && !/^[1-9]\d{0,17}$/.test(onBehalfOf)) {
    throw new ServiceError('VALIDATION_ERROR', {
      details: [{ field: HEADERS.onBehalfOf, message: `${HEADERS.onBehalfOf} must be a user id` }],
    })
  }
  request.caller = { kind: 'service', secretIndex, onBehalfOf }
}

function isSigned(request: FastifyRequest): boolean {
  return (
    headerOf(request, HEADERS.signature) !== undefined || headerOf(request, HEADERS.timestamp) !== undefined
  )
}

/** Index of the secret that signed the call. Every secret is tried, so that the time taken does not tell which. */
function signerIndexOf({ secrets, clock }: AuthContext, request: FastifyRequest): number {
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

/** The error that tells a caller why its signature was refused. */
export function signatureRefusal(check: SignatureCheck): ServiceError {
  if (check === 'expired') return new ServiceError('SIGNATURE_EXPIRED')
  return new ServiceError(check === 'missing' ? 'SIGNATURE_REQUIRED' : 'SIGNATURE_INVALID')
}

function plainSecretIndexOf({ secrets, config }: AuthContext, request: FastifyRequest): number {
  const given = headerOf(request, HEADERS.sharedSecret)
  if (given === undefined) throw new ServiceError('SERVICE_CREDENTIAL_REQUIRED')
  if (config.requireSigned) throw new ServiceError('SIGNATURE_REQUIRED')
  const index = secrets.shared.map((secret) => checkSharedSecret([secret], given)).indexOf(true)
  if (index === -1) throw new ServiceError('SERVICE_CREDENTIAL_INVALID')
  return index
}
