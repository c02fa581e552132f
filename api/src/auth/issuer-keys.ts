import { ServiceError } from '@tuvens/contract'
import { createHttpCaller, type HttpCaller } from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import { createRemoteJWKSet, customFetch, type JWK, type JWTVerifyGetKey } from 'jose'
import { Type } from 'typebox'
import { isStrongKey } from './strong-key.ts'

const TIMEOUT_MS = 3_000
const MAX_BYTES = 256 * 1024
/** Issuers publish a handful; each is checked when the set is read. */
const MAX_KEYS = 100
const KeySet = Type.Object({ keys: Type.Array(Type.Unknown()) })

/**
 * The published keys of an outside issuer, read when they are needed and at most every 30 s. The response is bounded in
 * time and size, and no redirect is followed. A key that is weak or unusable is left out; the others of the set count.
 */
export function createIssuerKeys(jwksUrl: string): JWTVerifyGetKey {
  const { origin, pathname, search } = new URL(jwksUrl)
  const caller = createHttpCaller({
    target: 'issuer',
    baseUrl: origin,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  })
  const read = async () => Response.json({ keys: await readStrongKeys(caller, pathname + search) })
  return createRemoteJWKSet(new URL(jwksUrl), { [customFetch]: read })
}

/** @throws ServiceError SERVICE_UNAVAILABLE when the issuer gives no key set */
async function readStrongKeys(caller: HttpCaller, path: string): Promise<JWK[]> {
  try {
    const { body } = await caller.call({ method: 'GET', path, success: KeySet })
    return body.keys.slice(0, MAX_KEYS).filter(isStrongKey)
  } catch (cause) {
    if (!(cause instanceof CallError)) throw cause
    throw new ServiceError('SERVICE_UNAVAILABLE', { cause, retryAfter: 2 })
  }
}
