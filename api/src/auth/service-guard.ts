import { HEADERS, ServiceError } from '@tuvens/contract'
import { checkSharedSecret } from '@tuvens/contract/signatures'
import { isSigned, type SignatureRules, signerOf } from '@tuvens/platform/http/signed-call'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { BaseContext } from '../base/context.ts'
import type { AuthContext } from './context.ts'
import { headerOf } from '../http/header.ts'

/** Admits our own services: signed, or with the plain secret where ALLOW_LEGACY_S2S is set. */
export function requireService(context: AuthContext): preHandlerAsyncHookHandler {
  return async (request) => {
    const isPlain = !isSigned(request)
    admit(
      request,
      isPlain ? plainSecretIndexOf(context, request) : signerOf(signatureRules(context), request),
    )
  }
}

/** Admits signed calls only. */
export function requireSigned(context: AuthContext): preHandlerAsyncHookHandler {
  return async (request) => admit(request, signerOf(signatureRules(context), request))
}

/** Whether a call carries any service credential, valid or not. */
export function hasServiceCredential(request: FastifyRequest): boolean {
  return isSigned(request) || headerOf(request, HEADERS.sharedSecret) !== undefined
}

/** What this API accepts of a signed call (spec 7.2.5). */
export function signatureRules({ secrets, clock, config }: BaseContext): SignatureRules {
  return {
    secrets: secrets.shared,
    now: clock.now,
    pathPrefix: config.signedPathPrefix,
    allowsLegacy: config.allowsLegacyCalls,
  }
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

function plainSecretIndexOf({ secrets, config }: AuthContext, request: FastifyRequest): number {
  const given = headerOf(request, HEADERS.sharedSecret)
  if (given === undefined) throw new ServiceError('SERVICE_CREDENTIAL_REQUIRED')
  if (!config.allowsLegacyCalls) throw new ServiceError('SIGNATURE_REQUIRED')
  const index = secrets.shared.map((secret) => checkSharedSecret([secret], given)).indexOf(true)
  if (index === -1) throw new ServiceError('SERVICE_CREDENTIAL_INVALID')
  return index
}
