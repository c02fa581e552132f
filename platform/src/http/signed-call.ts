import { HEADERS, ServiceError } from '@tuvens/contract'
import { checkRequest, type SecretList, type SignatureCheck } from '@tuvens/contract/signatures'
import type { FastifyRequest } from 'fastify'

/** What a service accepts of a signed call. `now` returns milliseconds. */
export type SignatureRules = {
  secrets: SecretList
  now: () => number
  /**
   * The part of the path that a proxy in front removes, empty for none. Callers sign the path that they send: with this
   * prefix through the proxy, without it directly.
   */
  pathPrefix: string
  /** Accepts the older forms of spec 2.1, which do not cover the path of a call with a body. */
  allowsLegacy: boolean
}

/** The parts of a request that a signature covers, and its headers. */
export type SignedRequest = Pick<FastifyRequest, 'method' | 'url' | 'headers' | 'rawBody'>

/** Whether a call has one of the headers of a signature, valid or not. */
export function isSigned(request: SignedRequest): boolean {
  return (
    headerOf(request, HEADERS.signature) !== undefined || headerOf(request, HEADERS.timestamp) !== undefined
  )
}

/**
 * Index of the secret that signed a call, checked on its raw bytes. Every secret is tried, so that the time does not tell
 * which one it was.
 *
 * @throws ServiceError SIGNATURE_REQUIRED, SIGNATURE_INVALID, SIGNATURE_EXPIRED
 */
export function signerOf(rules: SignatureRules, request: SignedRequest): number {
  const given = {
    timestamp: headerOf(request, HEADERS.timestamp),
    signature: headerOf(request, HEADERS.signature),
    now: rules.now(),
    allowsLegacy: rules.allowsLegacy,
  }
  const checks = rules.secrets.map((secret) => {
    const each = pathsOf(rules, request).map((path) =>
      checkRequest([secret], { method: request.method, path, body: request.rawBody }, given),
    )
    return each.includes('ok') ? 'ok' : each[0]
  })
  const signer = checks.indexOf('ok')
  if (signer === -1) throw signatureRefusal(checks[0] ?? 'missing')
  return signer
}

/** The paths that the caller may have sent. */
function pathsOf({ pathPrefix }: SignatureRules, { url }: SignedRequest): string[] {
  return pathPrefix === '' ? [url] : [pathPrefix + url, url]
}

/** The error that tells a caller why its signature was refused. */
export function signatureRefusal(check: SignatureCheck): ServiceError {
  if (check === 'expired') return new ServiceError('SIGNATURE_EXPIRED')
  return new ServiceError(check === 'missing' ? 'SIGNATURE_REQUIRED' : 'SIGNATURE_INVALID')
}

/** An empty header counts as a missing one. */
function headerOf({ headers }: SignedRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
